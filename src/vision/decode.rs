//! Decoding PNG and JPEG within limits: a header that promises 60,000×60,000 pixels costs nothing.

use std::fs::File;
use std::io::{self, Cursor, Read as _};
use std::path::Path;

use image::{
    DynamicImage, ImageDecoder as _, ImageError, ImageFormat, ImageReader, Limits, RgbImage,
};

/// Longest side that is accepted, in pixels.
pub const MAX_SIDE: u32 = 8192;

/// Most millions of pixels that are accepted: what a camera of 24 megapixels gives, and a little.
pub const MAX_MILLIONS: u64 = 25;

const MAX_PIXELS: u64 = MAX_MILLIONS * 1_000_000;

/// Most bytes of a file.
const MAX_BYTES: u64 = 64 << 20;

/// Most bytes of a pixel while it is decoded: four channels of 16 bits.
const DEEPEST: u64 = 8;

/// Why a file cannot be used as an image. Reads as the end of a sentence about the file.
#[derive(Debug, thiserror::Error)]
pub enum VisionError {
    /// Nothing is there.
    #[error("there is no such file")]
    Missing,
    /// A directory is there.
    #[error("it is a directory, expected a PNG or JPEG file")]
    Directory,
    /// The system refuses, for another reason.
    #[error("it cannot be read: {0}")]
    Unreadable(io::Error),
    /// The file has no bytes.
    #[error("the file is empty")]
    Empty,
    /// The file has too many bytes.
    #[error("the file is larger than 64 MiB")]
    TooLong,
    /// The bytes are no image.
    #[error("it is not an image, expected PNG or JPEG")]
    NotAnImage,
    /// The bytes are an image of another format.
    #[error("it is a {found} image, expected PNG or JPEG")]
    OtherFormat {
        /// The format's name.
        found: String,
    },
    /// The header promises too many pixels.
    #[error(
        "it has {width}×{height} pixels, expected at most {MAX_SIDE} a side and {MAX_MILLIONS} million in all"
    )]
    TooLarge {
        /// Pixels in a row.
        width: u32,
        /// Rows.
        height: u32,
    },
    /// The file stops early.
    #[error("the file ends before the image does")]
    Truncated,
    /// The bytes do not follow the format.
    #[error("the image is damaged: {reason}")]
    Damaged {
        /// What the decoder says.
        reason: String,
    },
}

/// Reads and decodes an image file.
///
/// # Errors
/// As [`decode`], and when there is no readable file of at most 64 MiB.
pub fn read(path: &Path) -> Result<RgbImage, VisionError> {
    let unreadable = |error: io::Error| match error.kind() {
        io::ErrorKind::NotFound => VisionError::Missing,
        io::ErrorKind::IsADirectory => VisionError::Directory,
        _ => VisionError::Unreadable(error),
    };
    if path.is_dir() {
        return Err(VisionError::Directory);
    }
    let file = File::open(path).map_err(unreadable)?;
    let mut bytes = Vec::new();
    file.take(MAX_BYTES + 1).read_to_end(&mut bytes).map_err(unreadable)?;
    if bytes.len() as u64 > MAX_BYTES {
        return Err(VisionError::TooLong);
    }
    decode(&bytes)
}

/// Decodes PNG or JPEG to 8-bit RGB, upright.
///
/// 16-bit, grayscale, palette and CMYK images are converted; transparency is dropped. A photo is turned
/// the way its EXIF orientation says.
///
/// # Errors
/// When the bytes are not a whole PNG or JPEG image of acceptable size.
pub fn decode(bytes: &[u8]) -> Result<RgbImage, VisionError> {
    if bytes.is_empty() {
        return Err(VisionError::Empty);
    }
    let Ok(format) = image::guess_format(bytes) else { return Err(VisionError::NotAnImage) };
    if !matches!(format, ImageFormat::Png | ImageFormat::Jpeg) {
        let found = format.extensions_str().first().unwrap_or(&"strange").to_uppercase();
        return Err(VisionError::OtherFormat { found });
    }
    let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
    reader.no_limits(); // Nothing of the image's size is allocated before the check below.
    let mut decoder = reader.into_decoder().map_err(damage)?;
    let (width, height) = decoder.dimensions();
    let pixels = u64::from(width) * u64::from(height);
    if width.max(height) > MAX_SIDE || pixels > MAX_PIXELS {
        return Err(VisionError::TooLarge { width, height });
    }
    if format == ImageFormat::Jpeg && !jpeg_is_whole(bytes) {
        return Err(VisionError::Truncated);
    }
    decoder.set_limits(limits()).map_err(damage)?;
    let orientation = decoder.orientation().map_err(damage)?;
    let mut image = DynamicImage::from_decoder(decoder).map_err(damage)?;
    image.apply_orientation(orientation);
    Ok(image.into_rgb8())
}

fn limits() -> Limits {
    let mut limits = Limits::default();
    limits.max_image_width = Some(MAX_SIDE);
    limits.max_image_height = Some(MAX_SIDE);
    limits.max_alloc = Some(DEEPEST * MAX_PIXELS);
    limits
}

/// Whether an end marker follows the last scan. The decoder itself paints what is missing gray.
fn jpeg_is_whole(bytes: &[u8]) -> bool {
    let last = |marker: [u8; 2]| bytes.windows(2).rposition(|pair| pair == marker);
    match (last([0xFF, 0xDA]), last([0xFF, 0xD9])) {
        (Some(scan), Some(end)) => scan < end,
        _ => false,
    }
}

fn damage(error: ImageError) -> VisionError {
    match error {
        ImageError::IoError(error) if error.kind() == io::ErrorKind::UnexpectedEof => {
            VisionError::Truncated
        }
        error => VisionError::Damaged { reason: error.to_string() },
    }
}

#[cfg(test)]
mod tests {
    use image::{GrayImage, ImageBuffer, Luma, Rgb};
    use proptest::prelude::*;

    use super::*;
    use crate::vision::Photo;

    fn png(image: &DynamicImage) -> Vec<u8> {
        let mut bytes = Cursor::new(Vec::new());
        image.write_to(&mut bytes, ImageFormat::Png).unwrap();
        bytes.into_inner()
    }

    #[track_caller]
    fn refused(bytes: &[u8], message: &str) {
        assert_eq!(decode(bytes).unwrap_err().to_string(), message);
    }

    /// A PNG that promises `width`×`height` and holds nothing.
    fn bomb(width: u32, height: u32) -> Vec<u8> {
        let mut bytes = png(&GrayImage::new(1, 1).into());
        bytes[16..20].copy_from_slice(&width.to_be_bytes());
        bytes[20..24].copy_from_slice(&height.to_be_bytes());
        let crc = crc32(&bytes[12..29]);
        bytes[29..33].copy_from_slice(&crc.to_be_bytes());
        bytes
    }

    fn crc32(bytes: &[u8]) -> u32 {
        !bytes.iter().fold(u32::MAX, |crc, &byte| {
            (0..8).fold(crc ^ u32::from(byte), |crc, _| {
                if crc & 1 == 1 { (crc >> 1) ^ 0xEDB8_8320 } else { crc >> 1 }
            })
        })
    }

    #[test]
    fn an_image_bomb_is_refused_by_its_header() {
        let sizes = "expected at most 8192 a side and 25 million in all";
        refused(&bomb(60_000, 60_000), &format!("it has 60000×60000 pixels, {sizes}"));
        refused(&bomb(8193, 1), &format!("it has 8193×1 pixels, {sizes}"));
        refused(&bomb(8192, 8192), &format!("it has 8192×8192 pixels, {sizes}"));
    }

    /// The limit is one of pixels, whatever they are stored in.
    #[test]
    fn a_deep_image_within_the_limit_is_decoded() {
        let deep = ImageBuffer::from_pixel(4000, 2300, image::Rgba([u16::MAX; 4]));
        assert_eq!(decode(&png(&deep.into())).unwrap().dimensions(), (4000, 2300));
    }

    #[test]
    fn what_is_no_image_is_refused() {
        refused(b"", "the file is empty");
        refused(b"hello, this is text", "it is not an image, expected PNG or JPEG");
        refused(b"GIF89a\x01\x00\x01\x00", "it is a GIF image, expected PNG or JPEG");
    }

    #[test]
    fn a_file_cut_anywhere_is_refused() {
        let photo = png(&Photo::Coffee.pixels().into());
        for bytes in [photo.as_slice(), Photo::Coffee.bytes()] {
            for share in [1, 30, 50, 90, 99] {
                assert!(decode(&bytes[..bytes.len() * share / 100]).is_err(), "{share} %");
            }
        }
        refused(&photo[..photo.len() / 2], "the file ends before the image does");
        refused(&Photo::Coffee.bytes()[..20_000], "the file ends before the image does");
    }

    #[test]
    fn sixteen_bits_and_gray_are_converted() {
        let deep = ImageBuffer::from_pixel(3, 2, Rgb([65_535_u16, 32_896, 0]));
        let rgb = decode(&png(&deep.into())).unwrap();
        assert_eq!((rgb.dimensions(), rgb.get_pixel(2, 1)), ((3, 2), &Rgb([255, 128, 0])));
        let gray = GrayImage::from_pixel(2, 2, Luma([7]));
        assert_eq!(decode(&png(&gray.into())).unwrap().get_pixel(0, 0), &Rgb([7, 7, 7]));
    }

    /// 8×8 pixels of full cyan ink, made by hand: CMYK with an Adobe marker, which stores 255 for no ink.
    #[test]
    fn cmyk_is_converted() {
        let rgb = decode(include_bytes!("../../tests/golden/cyan_cmyk.jpg")).unwrap();
        let &Rgb([red, green, blue]) = rgb.get_pixel(4, 4);
        assert!(red < 40 && green > 150 && blue > 200, "{red} {green} {blue}");
    }

    #[test]
    fn paths_that_are_no_files_get_a_sentence() {
        let say = |path: &str| read(Path::new(path)).unwrap_err().to_string();
        assert_eq!(say("no/such/photo.jpg"), "there is no such file");
        assert_eq!(say("src"), "it is a directory, expected a PNG or JPEG file");
    }

    proptest! {
        /// One byte of damage may pass or be refused, but never panics.
        #[test]
        fn damage_is_survived(at in 0_usize..1000, value: u8) {
            let photo = png(&ImageBuffer::from_pixel(9, 9, Rgb([1_u8, 2, 3])).into());
            for file in [&photo[..], include_bytes!("../../tests/golden/cyan_cmyk.jpg")] {
                let mut bytes = file.to_vec();
                let at = at % bytes.len();
                bytes[at] = value;
                drop(decode(&bytes));
            }
        }
    }
}
