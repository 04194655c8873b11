//! The three photographs inside the program. Licences: `assets/README.md`.

use image::RgbImage;

use super::decode;

/// A photograph that ships inside.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Photo {
    /// A cat.
    Chelsea,
    /// A cup of espresso.
    Coffee,
    /// A rocket on its pad.
    Rocket,
}

impl Photo {
    /// Every photograph.
    pub const ALL: [Self; 3] = [Self::Chelsea, Self::Coffee, Self::Rocket];

    /// The name of its file, without extension.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Chelsea => "chelsea",
            Self::Coffee => "coffee",
            Self::Rocket => "rocket",
        }
    }

    /// The JPEG file.
    pub const fn bytes(self) -> &'static [u8] {
        match self {
            Self::Chelsea => include_bytes!("../../assets/images/chelsea.jpg"),
            Self::Coffee => include_bytes!("../../assets/images/coffee.jpg"),
            Self::Rocket => include_bytes!("../../assets/images/rocket.jpg"),
        }
    }

    /// The decoded image, about 480×320.
    pub fn pixels(self) -> RgbImage {
        decode(self.bytes()).expect("a test decodes every shipped photograph")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_photograph_decodes() {
        let heights = Photo::ALL.map(|photo| photo.pixels().height());
        assert_eq!(heights, [320; 3]);
    }
}
