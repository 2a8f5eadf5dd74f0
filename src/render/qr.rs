//! QR codes for a terminal, two modules a character.

use qrcode::render::svg;
use qrcode::{Color, EcLevel, QrCode};

/// Modules of quiet zone on each side (ISO/IEC 18004 §5.3.8).
const QUIET: usize = 4;

/// Pixels of a module's side in a picture.
const SCALE: usize = 8;

/// Black on white, whatever the terminal's own colours (ECMA-48 §8.3.117).
const BLACK_ON_WHITE: &str = "\x1b[30;47m";
const PLAIN: &str = "\x1b[0m";

/// How the modules become visible.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ink {
    /// Black on white by colour, which scans on any terminal that has colours.
    Coloured,
    /// The light modules in the terminal's own foreground: right where it is light on dark.
    LightOnDark,
    /// The dark modules in the terminal's own foreground: right where it is dark on light.
    DarkOnLight,
}

/// A QR code.
pub struct Code {
    code: QrCode,
}

impl Code {
    /// The code of a text; `None` where the text is too long. A screen is never soiled, so that the lowest error
    /// correction does and the code stays small.
    pub fn of(text: &str) -> Option<Self> {
        Some(Self { code: QrCode::with_error_correction_level(text, EcLevel::L).ok()? })
    }

    /// The columns that a line takes, with the quiet zone.
    pub fn columns(&self) -> usize {
        self.code.width() + 2 * QUIET
    }

    /// The lines, without line feeds.
    pub fn lines(&self, ink: Ink) -> Vec<String> {
        let side = self.columns();
        let line = |y| {
            let cells: String =
                (0..side).map(|x| half_block(self.inked(ink, x, y), self.inked(ink, x, y + 1))).collect();
            if ink == Ink::Coloured { format!("{BLACK_ON_WHITE}{cells}{PLAIN}") } else { cells }
        };
        (0..side).step_by(2).map(line).collect()
    }

    /// A PNG picture, black on white.
    ///
    /// # Panics
    /// Never: the picture is written to memory, with as many bytes as its header says.
    pub fn png(&self) -> Vec<u8> {
        let side = self.columns() * SCALE;
        let is_dark = |x: usize, y: usize| self.inked(Ink::DarkOnLight, x / SCALE, y / SCALE);
        let grey = |at: usize| if is_dark(at % side, at / side) { 0 } else { u8::MAX };
        let pixels: Vec<u8> = (0..side * side).map(grey).collect();
        let mut picture = Vec::new();
        let side = u32::try_from(side).expect("the largest code has 177 modules a side");
        let mut encoder = png::Encoder::new(&mut picture, side, side);
        encoder.set_color(png::ColorType::Grayscale);
        encoder.set_depth(png::BitDepth::Eight);
        let written = encoder.write_header().and_then(|mut writer| writer.write_image_data(&pixels));
        written.expect("memory takes a picture whose size is that of its pixels");
        picture
    }

    /// An SVG picture, black on white.
    pub fn svg(&self) -> Vec<u8> {
        let side = u32::try_from(self.columns() * SCALE).unwrap_or(u32::MAX);
        self.code.render::<svg::Color<'_>>().min_dimensions(side, side).quiet_zone(true).build().into_bytes()
    }

    fn inked(&self, ink: Ink, x: usize, y: usize) -> bool {
        let inside = |v: usize| (QUIET..self.code.width() + QUIET).contains(&v);
        let is_dark = inside(x) && inside(y) && self.code[(x - QUIET, y - QUIET)] == Color::Dark;
        is_dark != (ink == Ink::LightOnDark)
    }
}

fn half_block(upper: bool, lower: bool) -> char {
    match (upper, lower) {
        (true, true) => '█',
        (true, false) => '▀',
        (false, true) => '▄',
        (false, false) => ' ',
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_is_as_wide_as_it_says() {
        let code = Code::of("otpauth://totp/Vestibule:ada@example.org?secret=JBSWY3DPEHPK3PXP").unwrap();
        for ink in [Ink::LightOnDark, Ink::DarkOnLight] {
            let lines = code.lines(ink);
            assert_eq!(lines.len(), code.columns().div_ceil(2));
            assert!(lines.iter().all(|line| line.chars().count() == code.columns()));
        }
    }

    #[test]
    fn a_text_beyond_the_largest_code_has_none() {
        assert!(Code::of(&"x".repeat(3000)).is_none());
    }
}
