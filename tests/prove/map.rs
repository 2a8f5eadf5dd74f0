//! `journey map`: every form in both details, without a home.

use serde_json::Value;

use super::homeless;
use crate::support::home::TestHome;

/// The headings in the order of the screens.
const SCREENS: [&str; 11] = [
    "Sign In Now",
    "We don't recognize the device.",
    "OTP Verification",
    "Multi-Factor Authentication",
    "Create New Password",
    "Terms of Service and Privacy Policy",
    "Multi-Factor Authentication Required",
    "Confirm Password",
    "Set up an authenticator app",
    "Save your recovery codes",
    "Signed in",
];

fn map(args: &[&str]) -> String {
    let outcome = homeless(&TestHome::none(), &[&["journey", "map"], args].concat()).done();
    assert_eq!(outcome.stderr, "");
    outcome.stdout
}

#[test]
fn every_form_in_every_detail_is_the_same_twice() {
    for format in ["mermaid", "dot", "svg", "json", "table"] {
        let [kind, full] = ["kind", "full"].map(|detail| {
            let args = ["--format", format, "--detail", detail];
            let text = map(&args);
            assert!(text == map(&args), "{args:?}");
            text
        });
        assert!(full.len() > kind.len(), "{format}: the full map tells more");
        let lists = ["json", "table"].contains(&format);
        let only_full = if lists { ["facts_changed", "what is owed changes *"] } else { ["mail_otp"; 2] };
        let tells = |text: &str| only_full.iter().any(|words| text.contains(words));
        assert!(tells(&full) && !tells(&kind), "{format}: what comes of changes, or is done, is in the full map alone");
        let usual = if lists { &full } else { &kind };
        assert!(map(&["--format", format]) == *usual, "{format}: lists tell all, drawings the kinds");
    }
    assert_eq!(map(&[]), map(&["--format", "mermaid"]));
}

#[test]
fn the_table_has_a_line_for_every_way_and_marks_what_needs_a_change_meanwhile() {
    let words = |text: &str| -> Vec<String> {
        text.lines().map(|line| line.split_whitespace().collect::<Vec<_>>().join(" ")).collect()
    };
    let (kind, full) = (
        words(&map(&["--format", "table", "--detail", "kind"])),
        words(&map(&["--format", "table", "--detail", "full"])),
    );
    for both in ["sign_in sign_in: right device_unrecognized", "recovery_codes abandon ended (abandoned)"] {
        assert!(kind.iter().chain(&full).filter(|line| *line == both).count() >= 1, "{both}");
    }
    let last = "recovery_codes continue signed_in enrol, trust_device, open_session".to_owned();
    assert!(kind.contains(&last) && full.contains(&last), "{full:#?}");
    let changed = "consent what is owed changes * mfa_required";
    assert!(full.contains(&changed.to_owned()) && !kind.contains(&changed.to_owned()), "{full:#?}");
    let json: Value = serde_json::from_str(&map(&["--format", "json", "--detail", "full"])).unwrap();
    let rows = full.len() - 3;
    let listed = json["transitions"].as_array().unwrap().len() + json["refusals"].as_array().unwrap().len();
    assert_eq!(listed, rows, "the table and the JSON list the same");
}

/// The places of the boxes that carry a heading, in the order of the screens: left, top, width, height.
fn boxes(svg: &str) -> Vec<[f64; 4]> {
    let number = |element: &str, name: &str| -> f64 {
        let (_, rest) = element.split_once(&format!(" {name}=\"")).unwrap_or_else(|| panic!("{name} in {element}"));
        rest.split('"').next().unwrap().parse().unwrap()
    };
    let place = |element: &str| ["x", "y", "width", "height"].map(|name| number(element, name));
    let rects: Vec<[f64; 4]> = svg.lines().filter(|line| line.contains("stroke-width=\"2\"")).map(place).collect();
    rects.into_iter().filter(|[_, _, width, _]| *width > 0.0).collect()
}

#[test]
fn the_drawing_has_its_main_way_straight_down_and_the_ends_beside_it() {
    for detail in ["kind", "full"] {
        let svg = map(&["--format", "svg", "--detail", detail]);
        assert!(svg.starts_with("<svg xmlns=\"http://www.w3.org/2000/svg\" ") && svg.ends_with("</svg>\n"), "{svg}");
        let mut from = 0;
        for heading in SCREENS {
            let shown = heading.replace('\'', "&#39;");
            let at = [heading, shown.as_str()].iter().find_map(|text| svg[from..].find(&format!(">{text}<")));
            from += at.unwrap_or_else(|| panic!("{heading} does not follow in {detail}"));
        }
        let boxes = boxes(&svg);
        assert_eq!(boxes.len(), SCREENS.len(), "{detail}");
        for pair in boxes.windows(2) {
            let ([x, y, width, height], [next_x, next_y, next_width, _]) = (pair[0], pair[1]);
            assert!((x + width / 2.0 - next_x - next_width / 2.0).abs() < 1.0, "{detail}: straight down");
            assert!(next_y > y + height, "{detail}: one below the other");
        }
        let right = boxes.iter().map(|[x, _, width, _]| x + width).fold(0.0, f64::max);
        let ends = svg.lines().filter(|line| line.contains(">ended: ")).count();
        assert!(ends >= 5, "{detail}: {ends} ends");
        for end in svg.lines().filter(|line| line.contains(">ended: ")) {
            let x: f64 = end.split_once(" x=\"").unwrap().1.split('"').next().unwrap().parse().unwrap();
            assert!(x > right, "{detail}: {end} stands beside the main way");
        }
    }
}

#[test]
fn the_map_is_that_of_the_policy() {
    let home = TestHome::none();
    home.write("optional.toml", "[mfa]\nrequired = false\n");
    let args = ["journey", "map", "--format", "table", "--policy", "optional.toml"];
    let optional = homeless(&home, &args).done().stdout;
    let direct = |table: &str| table.lines().any(|line| line.starts_with("sign_in ") && line.contains(" signed_in"));
    assert!(direct(&optional), "{optional}");
    assert!(!direct(&map(&["--format", "table"])));
    assert_eq!(home.fail(&["journey", "map", "--policy", "missing.toml"]).exit, 2);
    for wrong in [["--format", "png"], ["--detail", "some"]] {
        assert_eq!(home.fail(&[&["journey", "map"][..], &wrong].concat()).exit, 2, "{wrong:?}");
    }
}
