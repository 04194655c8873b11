//! All lessons and the whole bank: shipped inside the program, replaced file by file from a folder.
//!
//! Opening a library only lists files. A lesson or a bank is read when it is first asked for, so a
//! command that needs none pays for none. A broken file from the folder falls back to the shipped one
//! and is reported; it never takes the rest down.

use std::borrow::Cow;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use include_dir::{Dir, include_dir};

use super::bank::{self, Bank};
use super::diagnostic::Diagnostic;
use super::lesson::{Lesson, SYLLABUS, normal_lines};
use super::markdown::{file_place, file_stem};
use super::quiz::Question;
use crate::text::Lang;

static LESSONS: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/lessons");
static QUIZZES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/quizzes");

/// The bank that belongs to no lesson: the study note's own questions.
const NOTE_BANK: (usize, &str) = (0, "note");

/// A larger file is no lesson.
const MAX_BYTES: u64 = 1 << 20;

/// Lessons and questions, read on demand.
#[derive(Debug, Default)]
pub struct Library {
    lessons: Vec<LessonEntry>,
    banks: Vec<BankEntry>,
    /// Files that could not be opened, or whose name says nothing.
    stray: Vec<Diagnostic>,
    /// Counted when first asked for, as that reads everything.
    problem_count: OnceLock<usize>,
}

/// A file's text with the path that messages name.
#[derive(Debug)]
pub(super) struct File {
    pub(super) path: PathBuf,
    pub(super) text: Cow<'static, str>,
    /// From a folder, not shipped.
    pub(super) outside: bool,
}

#[derive(Debug)]
struct LessonEntry {
    number: usize,
    lang: Lang,
    slug: String,
    /// The one that counts first.
    files: Vec<File>,
    read: OnceLock<(Option<Lesson>, Vec<Diagnostic>)>,
}

#[derive(Debug)]
struct BankEntry {
    number: usize,
    slug: String,
    files: Vec<File>,
    read: OnceLock<(Bank, Vec<Diagnostic>)>,
}

impl Library {
    /// What ships with the program, with the files of `folder` in place of those of the same name.
    pub fn open(folder: Option<&Path>) -> Self {
        let mut library = Self::default();
        if let Some(folder) = folder {
            library.add_folder(folder);
        }
        for lang in Lang::ALL {
            for file in LESSONS.get_dir(lang.code()).into_iter().flat_map(Dir::files) {
                library.add_shipped("lessons", file);
            }
        }
        for file in QUIZZES.files() {
            library.add_shipped("quizzes", file);
        }
        library.lessons.sort_by_key(|entry| (entry.number, entry.lang.code()));
        library.banks.sort_by_key(|entry| entry.number);
        library
    }

    /// The lessons of one language, in order; broken ones are left out.
    pub fn lessons(&self, lang: Lang) -> impl Iterator<Item = &Lesson> {
        self.lessons.iter().filter(move |entry| entry.lang == lang).filter_map(LessonEntry::lesson)
    }

    /// A lesson by its slug or number.
    pub fn lesson(&self, lang: Lang, name: &str) -> Option<&Lesson> {
        let number = name.parse().ok();
        self.lessons
            .iter()
            .find(|e| e.lang == lang && (e.slug == name || Some(e.number) == number))?
            .lesson()
    }

    /// Slugs of the lessons there are, in order, without reading any.
    pub fn slugs(&self, lang: Lang) -> impl Iterator<Item = &str> {
        self.lessons.iter().filter(move |entry| entry.lang == lang).map(|entry| entry.slug.as_str())
    }

    /// The banks, in the order of their lessons.
    pub fn banks(&self) -> impl Iterator<Item = &Bank> {
        self.banks.iter().map(|entry| &entry.read().0)
    }

    /// All items of all banks.
    pub fn questions(&self) -> impl Iterator<Item = &Question> {
        self.banks().flat_map(|bank| &bank.questions)
    }

    /// An item by its id. Ids start with their file's slug, so only that bank is read as a rule.
    pub fn question(&self, id: &str) -> Option<&Question> {
        let (likely, others): (Vec<_>, Vec<_>) =
            self.banks.iter().partition(|entry| id.starts_with(&entry.slug));
        likely
            .into_iter()
            .chain(others)
            .flat_map(|entry| &entry.read().0.questions)
            .find(|question| question.id == id)
    }

    /// What cannot be read, over all files. Reads everything; for the stricter rules see
    /// [`super::check`].
    pub fn problems(&self) -> Vec<Diagnostic> {
        let mut problems = self.stray.clone();
        for entry in &self.lessons {
            problems.extend_from_slice(&entry.read().1);
        }
        for entry in &self.banks {
            problems.extend_from_slice(&entry.read().1);
        }
        problems.sort();
        problems
    }

    /// The lessons of one language with a file that cannot be read, each with its first problem; a
    /// shipped file may stand in for it.
    pub fn broken(&self, lang: Lang) -> impl Iterator<Item = (&str, &Diagnostic)> {
        let of_lang = self.lessons.iter().filter(move |entry| entry.lang == lang);
        of_lang.filter_map(|entry| Some((entry.slug.as_str(), entry.read().1.first()?)))
    }

    /// How many [`Self::problems`] there are, without making their list: the first call reads
    /// everything, the others cost nothing.
    pub fn problem_count(&self) -> usize {
        *self.problem_count.get_or_init(|| {
            let lessons = self.lessons.iter().map(|entry| entry.read().1.len());
            let banks = self.banks.iter().map(|entry| entry.read().1.len());
            self.stray.len() + lessons.chain(banks).sum::<usize>()
        })
    }

    /// Files that could not be opened or placed.
    pub(super) fn stray(&self) -> &[Diagnostic] {
        &self.stray
    }

    /// The file that counts for each lesson.
    pub(super) fn lesson_files(&self) -> impl Iterator<Item = &File> {
        self.lessons.iter().filter_map(|entry| entry.files.first())
    }

    /// The file that counts for each bank, with its slug.
    pub(super) fn bank_files(&self) -> impl Iterator<Item = (&str, &File)> {
        self.banks.iter().filter_map(|entry| Some((entry.slug.as_str(), entry.files.first()?)))
    }

    fn add_shipped(&mut self, folder: &str, file: &'static include_dir::File<'static>) {
        if let Some(text) = file.contents_utf8() {
            let path = Path::new(folder).join(file.path());
            self.add(File { path, text: Cow::Borrowed(text), outside: false });
        }
    }

    fn add_folder(&mut self, folder: &Path) {
        let mut is_any = false;
        for part in ["lessons/ko", "lessons/en", "quizzes"] {
            let Ok(entries) = fs::read_dir(folder.join(part)) else { continue };
            is_any = true;
            for path in entries.flatten().map(|entry| entry.path()) {
                match read_file(&path) {
                    Ok(text) => self.add(File { path, text: Cow::Owned(text), outside: true }),
                    Err(message) => self.stray.push(Diagnostic::whole(&path, message)),
                }
            }
        }
        if !is_any {
            let message = "no content here: a folder needs `lessons/ko`, `lessons/en` or `quizzes`";
            self.stray.push(Diagnostic::whole(folder, message));
        }
    }

    fn add(&mut self, file: File) {
        let name = file.path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        if name.starts_with('.') || name == "README.md" {
            return;
        }
        let is_bank = file.path.extension().is_some_and(|ending| ending == "toml");
        let place =
            if is_bank { self.place_bank(&file.path) } else { self.place_lesson(&file.path) };
        match place {
            Ok(files) => files.push(file),
            Err(message) => self.stray.push(Diagnostic::whole(&file.path, message)),
        }
    }

    fn place_lesson(&mut self, path: &Path) -> Result<&mut Vec<File>, String> {
        let place = file_place(path)?;
        in_syllabus(place.number, &place.slug)?;
        let same = |e: &LessonEntry| (e.number, e.lang) == (place.number, place.lang);
        let index = self.lessons.iter().position(same).unwrap_or_else(|| {
            self.lessons.push(LessonEntry {
                number: place.number,
                lang: place.lang,
                slug: place.slug.clone(),
                files: Vec::new(),
                read: OnceLock::new(),
            });
            self.lessons.len() - 1
        });
        Ok(&mut self.lessons[index].files)
    }

    fn place_bank(&mut self, path: &Path) -> Result<&mut Vec<File>, String> {
        let stem = path.file_stem().and_then(|stem| stem.to_str()).unwrap_or_default();
        let (number, slug) =
            file_stem(stem).ok_or("a bank's path must read `quizzes/NN-slug.toml`")?;
        if (number, slug) != NOTE_BANK {
            in_syllabus(number, slug)?;
        }
        let index = self.banks.iter().position(|e| e.number == number).unwrap_or_else(|| {
            self.banks.push(BankEntry {
                number,
                slug: slug.to_owned(),
                files: Vec::new(),
                read: OnceLock::new(),
            });
            self.banks.len() - 1
        });
        Ok(&mut self.banks[index].files)
    }
}

impl LessonEntry {
    fn lesson(&self) -> Option<&Lesson> {
        self.read().0.as_ref()
    }

    fn read(&self) -> &(Option<Lesson>, Vec<Diagnostic>) {
        self.read.get_or_init(|| {
            let mut problems = Vec::new();
            for file in &self.files {
                match Lesson::parse(&file.path, &file.text) {
                    Ok(lesson) => return (Some(lesson), problems),
                    Err(more) => problems.extend(more),
                }
            }
            (None, problems)
        })
    }
}

impl BankEntry {
    fn read(&self) -> &(Bank, Vec<Diagnostic>) {
        self.read.get_or_init(|| {
            let mut problems = Vec::new();
            let mut questions = Vec::new();
            for file in &self.files {
                let text = normal_lines(&file.text);
                let (items, more) = bank::read(&file.path, &text);
                problems.extend(more);
                questions = items.into_iter().map(|(_, question)| question).collect();
                if !questions.is_empty() {
                    break;
                }
            }
            (Bank { number: self.number, slug: self.slug.clone(), questions }, problems)
        })
    }
}

/// A file's number and slug must be one of the course.
fn in_syllabus(number: usize, slug: &str) -> Result<(), String> {
    match SYLLABUS.iter().position(|known| *known == slug) {
        Some(index) if index + 1 == number => Ok(()),
        Some(index) => Err(format!("lesson `{slug}` has number {:02}, got {number:02}", index + 1)),
        None => {
            Err(format!("no lesson is called `{slug}`, expected one of {}", SYLLABUS.join(", ")))
        }
    }
}

fn read_file(path: &Path) -> Result<String, String> {
    let about = fs::metadata(path).map_err(|error| format!("cannot be read: {error}"))?;
    if !about.is_file() {
        return Err("not a file, move it away".to_owned());
    }
    if about.len() > MAX_BYTES {
        return Err(format!("larger than {MAX_BYTES} bytes"));
    }
    let bytes = fs::read(path).map_err(|error| format!("cannot be read: {error}"))?;
    String::from_utf8(bytes).map_err(|error| format!("not UTF-8: {error}"))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    const LESSON: &str = "+++\nformat = 1\ntitle = \"MBConv\"\nsummary = \"s\"\nrecall = [\"a\", \"b\", \"c\"]\n+++\n## One\n\ntext\n";

    fn folder(files: &[(&str, &str)]) -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        for (name, text) in files {
            let path = folder.path().join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        folder
    }

    fn messages(library: &Library) -> Vec<String> {
        library.problems().into_iter().map(|problem| problem.message).collect()
    }

    #[test]
    fn a_file_of_the_folder_replaces_the_shipped_one() {
        let folder = folder(&[("lessons/ko/07-mbconv.md", LESSON)]);
        let library = Library::open(Some(folder.path()));
        assert_eq!(library.lesson(Lang::Ko, "mbconv").unwrap().title, "MBConv");
        assert_eq!(library.lesson(Lang::Ko, "7").unwrap().title, "MBConv");
    }

    #[test]
    fn a_broken_file_leaves_the_others_alone() {
        let folder = folder(&[
            ("lessons/ko/07-mbconv.md", LESSON),
            ("lessons/ko/06-swish.md", "no head"),
            ("lessons/en/08-mbconv.md", LESSON),
            ("quizzes/07-mbconv.toml", "format = 1\n[[question]]\nid = 1\n"),
        ]);
        let library = Library::open(Some(folder.path()));
        assert!(library.lesson(Lang::Ko, "mbconv").is_some());
        let broken: Vec<(&str, usize)> =
            library.broken(Lang::Ko).map(|(slug, problem)| (slug, problem.line)).collect();
        assert_eq!(broken, [("swish", 1)]);
        let messages = messages(&library);
        let has = |part: &str| messages.iter().any(|message| message.contains(part));
        assert!(has("a lesson starts with TOML"), "{messages:?}");
        assert!(has("lesson `mbconv` has number 07, got 08"), "{messages:?}");
        assert!(has("invalid type: integer `1`, expected a string"), "{messages:?}");
        assert_eq!(library.problem_count(), messages.len());
    }

    #[test]
    fn a_folder_without_content_says_what_it_needs() {
        let folder = folder(&[]);
        let messages = messages(&Library::open(Some(folder.path())));
        assert!(messages[0].starts_with("no content here"), "{messages:?}");
    }

    #[test]
    fn what_is_embedded_is_what_lies_in_the_folders() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        for (folder, dir) in [("lessons", &LESSONS), ("quizzes", &QUIZZES)] {
            let mut embedded = BTreeSet::new();
            names(dir, &mut embedded);
            let mut on_disk = BTreeSet::new();
            walk(&root.join(folder), &root.join(folder), &mut on_disk);
            let differ: Vec<&PathBuf> =
                embedded.symmetric_difference(&on_disk).map(|(path, _)| path).collect();
            assert!(differ.is_empty(), "rebuild, these changed in {folder}: {differ:?}");
        }
    }

    fn names(dir: &Dir<'_>, into: &mut BTreeSet<(PathBuf, Vec<u8>)>) {
        into.extend(dir.files().map(|f| (f.path().to_owned(), f.contents().to_owned())));
        dir.dirs().for_each(|dir| names(dir, into));
    }

    fn walk(root: &Path, dir: &Path, into: &mut BTreeSet<(PathBuf, Vec<u8>)>) {
        for entry in fs::read_dir(dir).unwrap().flatten() {
            let path = entry.path();
            if path.is_dir() {
                walk(root, &path, into);
            } else {
                let name = path.strip_prefix(root).unwrap();
                into.insert((name.to_owned(), fs::read(&path).unwrap()));
            }
        }
    }
}
