//! From an image file to a tensor, and from logits to names.
//!
//! ```text
//! bytes ──decode──► RgbImage ──preprocess──► (1, 3, 224, 224) ──EfficientNet──► logits ──top_k──► labels
//! ```
//!
//! Files are strangers': every way in which one can be wrong is a [`VisionError`] with a sentence.

mod decode;
mod labels;
mod photo;
mod preprocess;

pub use decode::{MAX_SIDE, VisionError, decode, read};
pub use labels::{Prediction, labels, softmax, top_k};
pub use photo::Photo;
pub use preprocess::{crop_and_resize, normalise, preprocess};
