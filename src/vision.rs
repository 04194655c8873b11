//! From an image file to a tensor, and from logits to names.
//!
//! ```text
//! bytes ──decode──► RgbImage ──preprocess──► (1, 3, 224, 224) ──EfficientNet──► logits ──top_k──► labels
//! ```
//!
//! [`Preparation`] says what the network of some weights expects; [`read_tensor`] skips all that and reads
//! the tensor itself. Files are strangers': every way in which one can be wrong is a [`VisionError`] or an
//! [`InputError`] with a sentence.

mod decode;
mod digit;
mod labels;
mod photo;
mod preparation;
mod preprocess;
mod tensor;

pub use decode::{MAX_MILLIONS, MAX_SIDE, VisionError, decode, read};
pub use digit::digit;
pub use labels::{Prediction, labels, softmax, top_k};
pub use photo::Photo;
pub use preparation::{Crop, Filter, Preparation};
pub use preprocess::preprocess;
pub use tensor::{InputError, MAX_PIXELS, decode_tensor, listed, read_tensor};
