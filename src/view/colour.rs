//! Colours from the service: read strictly, or grey; and the text colour that can be read on them.

/// Shown where the service's colour is no colour.
pub const GREY: Colour = Colour { red: 0xd5, green: 0xd7, blue: 0xda };

const WHITE: Colour = Colour { red: 255, green: 255, blue: 255 };
const CHARCOAL: Colour = Colour { red: 0x1f, green: 0x21, blue: 0x24 };
const BLACK: Colour = Colour { red: 0, green: 0, blue: 0 };

/// The least contrast between a text and what it stands on (WCAG 2.2, level AA).
pub const LEAST_CONTRAST: f64 = 4.5;

/// An opaque sRGB colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Colour {
    red: u8,
    green: u8,
    blue: u8,
}

impl Colour {
    /// Reads `#rrggbb` or `#rgb`, in either case; anything else is no colour.
    pub fn parse(text: &str) -> Option<Colour> {
        let digits = text.trim().strip_prefix('#')?;
        if !digits.bytes().all(|b| b.is_ascii_hexdigit()) {
            return None;
        }
        let value = u32::from_str_radix(digits, 16).ok()?;
        let byte = |shift: u32| u8::try_from(value >> shift & 0xff).unwrap_or(0);
        let nibble = |shift: u32| u8::try_from(value >> shift & 0xf).unwrap_or(0) * 0x11;
        match digits.len() {
            6 => Some(Colour { red: byte(16), green: byte(8), blue: byte(0) }),
            3 => Some(Colour { red: nibble(8), green: nibble(4), blue: nibble(0) }),
            _ => None,
        }
    }

    /// The colour as `#rrggbb`.
    pub fn hex(self) -> String {
        format!("#{:02x}{:02x}{:02x}", self.red, self.green, self.blue)
    }

    /// The text colour for this background: white or charcoal where they can be read, else black, which then can.
    pub fn ink(self) -> Colour {
        [WHITE, CHARCOAL].into_iter().find(|ink| contrast(*ink, self) >= LEAST_CONTRAST).unwrap_or(BLACK)
    }

    fn luminance(self) -> f64 {
        let linear = |byte: u8| {
            let c = f64::from(byte) / 255.0;
            if c <= 0.04045 { c / 12.92 } else { to_the_2_4((c + 0.055) / 1.055) }
        };
        0.2126 * linear(self.red) + 0.7152 * linear(self.green) + 0.0722 * linear(self.blue)
    }
}

/// `x` to the power of 2.4, for `x` from 0.09 to 1: `x²` times the square of its fifth root, by Newton's method. It is
/// exact to the last digits; `powf`, which can do more, would be 2 KB of the module.
fn to_the_2_4(x: f64) -> f64 {
    let root = (0..16).fold(1.0, |root, _| {
        let fourth = root * root * root * root;
        (4.0 * root + x / fourth) / 5.0
    });
    x * x * root * root
}

/// The contrast ratio of two colours by WCAG 2.2: 1 to 21.
pub fn contrast(one: Colour, other: Colour) -> f64 {
    let (a, b) = (one.luminance(), other.luminance());
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

/// Background and text colour of a status, each as `#rrggbb`.
pub fn paper_and_ink(colour: &str) -> (String, String) {
    let paper = Colour::parse(colour).unwrap_or(GREY);
    (paper.hex(), paper.ink().hex())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn no_colour_is_grey() {
        for text in [
            "",
            "red",
            "#12345",
            "#1234567",
            "#gggggg",
            "rgb(1,2,3)",
            "#12345é",
            "url(#x)",
            "##1234",
            "#+12345",
        ] {
            assert_eq!(paper_and_ink(text).0, GREY.hex(), "{text}");
        }
        assert_eq!(paper_and_ink(" #AbCdEf ").0, "#abcdef");
        assert_eq!(paper_and_ink("#fa0").0, "#ffaa00");
    }

    #[test]
    fn every_luminance_is_that_of_powf() {
        for byte in 11..=255u8 {
            let x = (f64::from(byte) / 255.0 + 0.055) / 1.055;
            assert!((to_the_2_4(x) - x.powf(2.4)).abs() < 1e-15, "{byte}");
        }
    }

    proptest! {
        #[test]
        fn every_text_can_be_read(red: u8, green: u8, blue: u8) {
            let paper = Colour { red, green, blue };
            prop_assert!(contrast(paper.ink(), paper) >= LEAST_CONTRAST);
        }
    }
}
