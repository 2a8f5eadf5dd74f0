//! QR codes for a terminal, two modules a character.

use qrcode::{Color, EcLevel, QrCode};

/// Modules of quiet zone on each side (ISO/IEC 18004 §5.3.8).
const QUIET: usize = 4;

/// A QR code of `text` drawn with half blocks, dark modules as the absence of ink, so that it is light on dark
/// whatever the terminal's colours: the caller prints it in black on white. `None` where the text is too long.
pub fn half_blocks(text: &str) -> Option<Vec<String>> {
    let code = QrCode::with_error_correction_level(text, EcLevel::M).ok()?;
    let side = code.width();
    let total = side + 2 * QUIET;
    let dark = |x: usize, y: usize| {
        let inside = |v: usize| (QUIET..QUIET + side).contains(&v);
        inside(x) && inside(y) && code[(x - QUIET, y - QUIET)] == Color::Dark
    };
    let cell = |x, y| match (dark(x, y), y + 1 < total && dark(x, y + 1)) {
        (false, false) => '█',
        (false, true) => '▀',
        (true, false) => '▄',
        (true, true) => ' ',
    };
    Some((0..total).step_by(2).map(|y| (0..total).map(|x| cell(x, y)).collect()).collect())
}
