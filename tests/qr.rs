//! The QR code as a terminal shows it, read back by another library than the one that drew it, and its URI by another
//! than the one that wrote it.

#![allow(clippy::unwrap_used, reason = "a test fails where it stands")]

#[path = "support/terminal.rs"]
mod terminal;

use serde_json::Value;
use terminal::{ADA, CTRL_C, DOWN, ENTER, Home, PASSWORD, START, totp};
use totp_rs::Totp;

/// Rows and columns of a terminal that shows the whole set-up.
const LARGE: (u16, u16) = (120, 100);
/// Pixels of a module's side.
const SCALE: usize = 4;

/// How a terminal paints: its own two colours, and the first eight of its palette, as grey values.
struct Scheme {
    name: &'static str,
    ink: u8,
    paper: u8,
    palette: [u8; 8],
}

const XTERM: [u8; 8] = [0, 61, 120, 181, 27, 88, 148, 229];
const SOLARIZED: [u8; 8] = [45, 95, 122, 134, 116, 104, 128, 231];
const DARK: Scheme = Scheme { name: "dark", ink: 229, paper: 0, palette: XTERM };
const LIGHT: Scheme = Scheme { name: "light", ink: 0, paper: 255, palette: XTERM };
const SOLARIZED_DARK: Scheme = Scheme { name: "solarized dark", ink: 145, paper: 33, palette: SOLARIZED };
const SOLARIZED_LIGHT: Scheme = Scheme { name: "solarized light", ink: 112, paper: 245, palette: SOLARIZED };

impl Scheme {
    fn grey(&self, colour: vt100::Color, default: u8) -> u8 {
        match colour {
            vt100::Color::Default => default,
            vt100::Color::Idx(index) => self.palette[usize::from(index)],
            vt100::Color::Rgb(..) => panic!("no exact colour is used"),
        }
    }
}

/// The whole screen as grey pixels, a module being half a cell.
struct Picture {
    width: usize,
    height: usize,
    pixels: Vec<u8>,
}

fn paint(output: &str, scheme: &Scheme, (rows, columns): (u16, u16)) -> Picture {
    let mut emulator = vt100::Parser::new(rows.try_into().unwrap(), columns.try_into().unwrap(), 0);
    emulator.process(output.as_bytes());
    let (width, height) = (usize::from(columns) * SCALE, usize::from(rows) * 2 * SCALE);
    let mut pixels = Vec::with_capacity(width * height);
    for y in 0..height {
        for x in 0..width {
            let row = u16::try_from(y / (2 * SCALE)).unwrap();
            let cell = emulator.screen().cell(row, u16::try_from(x / SCALE).unwrap()).unwrap();
            let is_upper = (y / SCALE).is_multiple_of(2);
            let is_inked = match cell.contents() {
                "█" => true,
                "▀" => is_upper,
                "▄" => !is_upper,
                _ => false,
            };
            let grey = if is_inked {
                scheme.grey(cell.fgcolor(), scheme.ink)
            } else {
                scheme.grey(cell.bgcolor(), scheme.paper)
            };
            pixels.push(grey);
        }
    }
    Picture { width, height, pixels }
}

impl Picture {
    fn inverted(mut self) -> Self {
        self.pixels.iter_mut().for_each(|pixel| *pixel = 255 - *pixel);
        self
    }

    /// What the one code in the picture says, if a reader finds one.
    fn read(&self) -> Option<String> {
        let mut image = rqrr::PreparedImage::prepare_from_greyscale(self.width, self.height, |x, y| {
            self.pixels[y * self.width + x]
        });
        let grids = image.detect_grids();
        grids.first()?.decode().ok().map(|(_, text)| text)
    }
}

#[track_caller]
fn assert_reads(picture: &Picture, otpauth: &str, secret: &str, scheme: &Scheme) {
    let read = picture.read().unwrap_or_else(|| panic!("no code is found on {}", scheme.name));
    assert_eq!(read, otpauth, "{}", scheme.name);
    let parsed = Totp::from_url(&read).unwrap();
    assert_eq!(parsed.secret().to_base32(), secret);
    assert_eq!((parsed.issuer(), parsed.account_name()), (Some("Vestibule"), ADA));
    assert_eq!((parsed.digits(), parsed.step()), (6, 30));
}

/// Leads the wizard to the code; answers what the terminal was sent of that screen, and the secret and the URI as it
/// shows them.
fn set_up((rows, columns): (u16, u16), colourless: bool, turned: bool) -> (String, String, String) {
    let home = Home::with_sme();
    let starter = home.wizard().size(rows, columns);
    let starter = if colourless { starter.variable("NO_COLOR", "1") } else { starter };
    let mut wizard = starter.start(&[]);
    wizard.reach_otp();
    wizard.answer("Code from the mail", &home.mailed_code());
    wizard.reach_secret();
    if turned {
        wizard.answer("Code from the app", "");
        wizard.expect("> Go back and enter it");
        wizard.press(&format!("{DOWN}{DOWN}{ENTER}"));
        wizard.expect("Set up an authenticator app");
    }
    wizard.expect("Code from the app");
    wizard.press(CTRL_C);
    assert_eq!(wizard.exit(), 130);
    let seen = wizard.seen();
    // What comes after the prompt was told after Ctrl-C.
    let until = seen.rfind("Code from the app").unwrap() + "Code from the app".len();
    let screen = seen[seen.rfind("Set up an authenticator app").unwrap()..until].to_owned();
    let plain = console::strip_ansi_codes(&screen).into_owned();
    let uri = plain.lines().find(|line| line.starts_with("otpauth://")).unwrap().trim_end().to_owned();
    let is_group = |word: &&str| word.len() == 4 && word.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit());
    let words = plain.split("Secret:").nth(1).unwrap().split_whitespace();
    (screen, words.filter(is_group).collect(), uri)
}

#[test]
fn in_colour_the_code_scans_on_any_scheme() {
    let (screen, secret, uri) = set_up(LARGE, false, false);
    for scheme in [&DARK, &LIGHT, &SOLARIZED_DARK, &SOLARIZED_LIGHT] {
        assert_reads(&paint(&screen, scheme, LARGE), &uri, &secret, scheme);
    }
}

#[test]
fn without_colour_the_code_scans_on_dark_and_turned_round_on_light() {
    let (screen, secret, uri) = set_up(LARGE, true, false);
    assert!(!screen.contains("\x1b[3") && !screen.contains("\x1b[4"), "{screen:?}");
    for scheme in [&DARK, &SOLARIZED_DARK] {
        assert_reads(&paint(&screen, scheme, LARGE), &uri, &secret, scheme);
    }
    // A reader that knows codes of reversed reflectance needs nothing else.
    assert_reads(&paint(&screen, &LIGHT, LARGE).inverted(), &uri, &secret, &LIGHT);
    let (screen, secret, uri) = set_up(LARGE, true, true);
    for scheme in [&LIGHT, &SOLARIZED_LIGHT] {
        assert_reads(&paint(&screen, scheme, LARGE), &uri, &secret, scheme);
    }
}

#[test]
fn the_code_of_a_script_holds_the_secret_of_its_document() {
    let home = Home::with_sme();
    let journey = home.json(&["journey", "start"])["journey"].as_str().unwrap().to_owned();
    let submit = |act: &[&str]| home.json(&[&["journey", "submit", &journey], act].concat());
    let password = format!("password={PASSWORD}");
    submit(&["sign_in", &format!("email={ADA}"), &password]);
    submit(&["ok"]);
    submit(&["verify", &format!("code={}", home.mailed_code())]);
    submit(&["activate"]);
    let answer: Value = submit(&["confirm", &password]);
    let data = &answer["screen"]["data"];
    let (secret, uri) = (data["secret"].as_str().unwrap(), data["otpauth"].as_str().unwrap());

    let shown = home.done(&["journey", "show", &journey]).stdout;
    let shown = String::from_utf8(shown).unwrap();
    assert!(!shown.contains('\x1b'), "what is no terminal gets no colour");
    assert_reads(&paint(&shown.replace('\n', "\r\n"), &DARK, LARGE), uri, secret, &DARK);
    let read = paint(&shown.replace('\n', "\r\n"), &DARK, LARGE).read().unwrap();
    let scanned = Totp::from_url(&read).unwrap().secret().to_base32();
    submit(&["verify", &format!("code={}", totp(&scanned, START))]);
}

#[test]
fn the_whole_code_stands_above_the_prompt_on_a_small_terminal() {
    for size in [(24, 80), (24, 60)] {
        let (screen, secret, uri) = set_up(size, false, false);
        assert_reads(&paint(&screen, &DARK, size), &uri, &secret, &DARK);
    }
}
