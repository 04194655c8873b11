//! Files of tensors: opening one that a stranger wrote.
//!
//! ```text
//! 8 bytes: length of the header │ header: JSON, what lies where │ the values, tensor after tensor
//! ```
//!
//! The form is safetensors, chosen by the field because reading it runs nothing: a `.pth` is a pickle,
//! which is a program. All that is checked here is the form: a regular file of acceptable size, a header
//! that is there, tensors that lie side by side without a gap. [`weights`](super::weights) and the input
//! tensor of `run` ask for their tensors by name.

use std::fs::{self, File};
use std::io::{self, Read as _};
use std::path::Path;

use safetensors::{SafeTensorError, SafeTensors};

/// Why a file cannot be used as a file of tensors. Reads as the end of a sentence about the file.
#[derive(Debug, thiserror::Error)]
pub enum TensorFileError {
    /// Nothing is there.
    #[error("there is no such file")]
    Missing,
    /// A directory is there.
    #[error("it is a directory, expected a safetensors file")]
    Directory,
    /// A pipe, a socket or a device is there; reading it might never end.
    #[error("it is a pipe or a device, expected a regular file")]
    Irregular,
    /// The system refuses, for another reason.
    #[error("it cannot be read: {0}")]
    Unreadable(io::Error),
    /// The file has no bytes.
    #[error("the file is empty")]
    Empty,
    /// The file has too many bytes.
    #[error("the file has {found} MiB, expected at most {limit}")]
    TooLong {
        /// Its length in mebibytes.
        found: u64,
        /// The largest length that is read.
        limit: u64,
    },
    /// PyTorch's own form, a zip archive or a bare pickle.
    #[error(
        "it is a PyTorch checkpoint, expected safetensors; assets/scripts/pth_to_safetensors.py converts it"
    )]
    Checkpoint,
    /// The first eight bytes are no length of a header in this file.
    #[error(
        "it is not a safetensors file: its first 8 bytes promise a header of {promised} bytes, it has {length} bytes in all"
    )]
    HeaderLength {
        /// What the first eight bytes say.
        promised: u64,
        /// The file's length.
        length: u64,
    },
    /// The header is no JSON of the right form.
    #[error("its header does not describe tensors: {reason}")]
    Header {
        /// What the parser says.
        reason: String,
    },
    /// A tensor begins within another one, or behind a gap.
    #[error("the bytes of tensor `{tensor}` do not begin where those before it end")]
    Offsets {
        /// Its name.
        tensor: String,
    },
    /// A tensor has more or fewer bytes than its shape and type need.
    #[error("a tensor's bytes are more or fewer than its shape and type need")]
    Size,
    /// The values end before or after the place that the header gives.
    #[error("it does not end where its header says: it may have been cut short")]
    End,
}

impl From<SafeTensorError> for TensorFileError {
    fn from(error: SafeTensorError) -> Self {
        match error {
            SafeTensorError::InvalidOffset(tensor) => Self::Offsets { tensor },
            SafeTensorError::TensorInvalidInfo
            | SafeTensorError::ValidationOverflow
            | SafeTensorError::MisalignedSlice => Self::Size,
            SafeTensorError::MetadataIncompleteBuffer => Self::End,
            SafeTensorError::InvalidHeader(error) => Self::Header { reason: error.to_string() },
            SafeTensorError::InvalidHeaderDeserialization(error) => {
                Self::Header { reason: error.to_string() }
            }
            other => Self::Header { reason: other.to_string() },
        }
    }
}

/// Reads a whole file of at most `limit` bytes. A pipe is refused before it is opened.
///
/// # Errors
/// When there is no regular file, it is too long, or the system refuses.
pub fn read(path: &Path, limit: u64) -> Result<Vec<u8>, TensorFileError> {
    let unreadable = |error: io::Error| match error.kind() {
        io::ErrorKind::NotFound => TensorFileError::Missing,
        _ => TensorFileError::Unreadable(error),
    };
    let about = fs::metadata(path).map_err(unreadable)?;
    if about.is_dir() {
        return Err(TensorFileError::Directory);
    }
    if !about.is_file() {
        return Err(TensorFileError::Irregular);
    }
    let too_long =
        |length: u64| TensorFileError::TooLong { found: length >> 20, limit: limit >> 20 };
    if about.len() > limit {
        return Err(too_long(about.len()));
    }
    let mut bytes = Vec::new();
    bytes.try_reserve_exact(about.len() as usize).map_err(|_no_memory| too_long(about.len()))?;
    let file = File::open(path).map_err(unreadable)?;
    file.take(limit).read_to_end(&mut bytes).map_err(unreadable)?;
    if bytes.is_empty() { Err(TensorFileError::Empty) } else { Ok(bytes) }
}

/// Reads the header; the values stay where they are.
///
/// # Errors
/// When the bytes do not have the form, or have another well-known one.
pub fn parse(bytes: &[u8]) -> Result<SafeTensors<'_>, TensorFileError> {
    SafeTensors::deserialize(bytes).map_err(|error| {
        let is_zip = bytes.starts_with(b"PK\x03\x04");
        let is_pickle = matches!(bytes, [0x80, 2..=5, ..]);
        match error {
            _ if bytes.is_empty() => TensorFileError::Empty,
            _ if is_zip || is_pickle => TensorFileError::Checkpoint,
            SafeTensorError::HeaderTooLarge
            | SafeTensorError::HeaderTooSmall
            | SafeTensorError::InvalidHeaderLength => {
                let mut first = [0; 8];
                first.iter_mut().zip(bytes).for_each(|(slot, &byte)| *slot = byte);
                let (promised, length) = (u64::from_le_bytes(first), bytes.len() as u64);
                TensorFileError::HeaderLength { promised, length }
            }
            error => error.into(),
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn refused(bytes: &[u8], message: &str) {
        assert_eq!(parse(bytes).unwrap_err().to_string(), message);
    }

    fn file(header: &str, values: usize) -> Vec<u8> {
        let mut bytes = (header.len() as u64).to_le_bytes().to_vec();
        bytes.extend(header.as_bytes());
        bytes.extend(vec![0; values]);
        bytes
    }

    /// Two tensors of four bytes each, at these offsets.
    fn pair(first: [usize; 2], second: [usize; 2], values: usize) -> Vec<u8> {
        let tensor = |name: &str, [start, end]: [usize; 2]| {
            format!(r#""{name}":{{"dtype":"F32","shape":[1],"data_offsets":[{start},{end}]}}"#)
        };
        file(&format!("{{{},{}}}", tensor("a", first), tensor("b", second)), values)
    }

    #[test]
    fn tensors_lie_side_by_side() {
        assert_eq!(parse(&pair([0, 4], [4, 8], 8)).unwrap().len(), 2);
        let offsets = "the bytes of tensor `b` do not begin where those before it end";
        refused(&pair([0, 4], [2, 6], 6), offsets);
        refused(&pair([0, 4], [6, 10], 10), offsets);
        let size = "a tensor's bytes are more or fewer than its shape and type need";
        refused(&pair([0, 3], [3, 7], 7), size);
        let end = "it does not end where its header says: it may have been cut short";
        refused(&pair([0, 4], [4, 8], 7), end);
        refused(&pair([0, 4], [4, 8], 9), end);
    }

    #[test]
    fn a_header_of_absurd_length_costs_nothing() {
        let promised = "it is not a safetensors file: its first 8 bytes promise a header of";
        let mut bytes = u64::MAX.to_le_bytes().to_vec();
        refused(&bytes, &format!("{promised} 18446744073709551615 bytes, it has 8 bytes in all"));
        bytes[2..].fill(0);
        refused(&bytes, &format!("{promised} 65535 bytes, it has 8 bytes in all"));
        refused(b"abc", &format!("{promised} 6513249 bytes, it has 3 bytes in all"));
    }

    #[test]
    fn well_known_other_forms_are_named() {
        let converts = "assets/scripts/pth_to_safetensors.py converts it";
        let checkpoint = format!("it is a PyTorch checkpoint, expected safetensors; {converts}");
        refused(b"PK\x03\x04 archive", &checkpoint);
        refused(b"\x80\x02\x8a\x0al\xfc\x9cF\xf9 j\xa8P\x19.", &checkpoint);
        refused(b"", "the file is empty");
    }

    #[test]
    fn a_header_must_be_json() {
        for header in ["{", "[1, 2]", r#"{"a": 3}"#] {
            let error = parse(&file(header, 0)).unwrap_err().to_string();
            assert!(error.starts_with("its header does not describe tensors: "), "{error}");
        }
    }

    #[test]
    fn paths_that_are_no_files_get_a_sentence() {
        let say = |path: &str| read(Path::new(path), 1 << 20).unwrap_err().to_string();
        assert_eq!(say("no/such.safetensors"), "there is no such file");
        assert_eq!(say("src"), "it is a directory, expected a safetensors file");
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("large");
        File::create(&path).unwrap().set_len(3 << 20).unwrap();
        let error = read(&path, 1 << 20).unwrap_err().to_string();
        assert_eq!(error, "the file has 3 MiB, expected at most 1");
        #[cfg(unix)]
        assert_eq!(say("/dev/zero"), "it is a pipe or a device, expected a regular file");
    }
}
