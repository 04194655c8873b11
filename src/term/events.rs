//! One channel for everything that happens, and batches out of it.
//!
//! Only [`run`](super::run()) reads it. It blocks while nothing happens: input has its own thread
//! because crossterm's `poll` cannot be woken by a job, and because on a terminal that is gone it
//! never returns, whatever its timeout (crossterm 0.29); that must not be the thread that ends the
//! session.

use std::{
    io,
    sync::mpsc::{self, Receiver, Sender},
    time::Instant,
};

use crossterm::event::{KeyEvent, MouseEvent};

use super::signals::Notice;

/// No batch is longer: whoever sends without pause must not keep the screen from being drawn.
const BATCH: usize = 1024;

/// What a program hears of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event<J> {
    /// A key went down. Releases and repeats never come here.
    Key(KeyEvent),
    /// The mouse, if the session took it.
    Mouse(MouseEvent),
    /// Pasted text, line ends as the terminal sent them.
    Paste(String),
    /// The new size, columns first: the last one if several came at once.
    Resize(u16, u16),
    /// What a job has to say.
    Job(J),
    /// A tenth of a second went by, and the program wants to know.
    Tick,
    /// The program was stopped and goes on; everything is drawn anew.
    Resumed,
}

/// What travels: events, and what is for the loop alone.
#[derive(Debug)]
pub(super) enum Message<J> {
    Event(Event<J>),
    Notice(Notice),
    InputLost(io::Error),
}

/// The sending side, for jobs. Clone it into each.
#[derive(Debug)]
pub struct Outbox<J>(Sender<Message<J>>);

impl<J> Clone for Outbox<J> {
    fn clone(&self) -> Self {
        Self(self.0.clone())
    }
}

impl<J> Outbox<J> {
    /// Sends [`Event::Job`]. After the session nobody listens, which is no mistake of the job's.
    pub fn send(&self, job: J) {
        _ = self.deliver(Message::Event(Event::Job(job)));
    }

    /// Whether anybody listens.
    pub(super) fn deliver(&self, message: Message<J>) -> bool {
        self.0.send(message).is_ok()
    }
}

/// The receiving side, for [`run`](super::run()).
#[derive(Debug)]
pub struct Inbox<J> {
    messages: Receiver<Message<J>>,
    outbox: Outbox<J>,
}

/// A channel, made before the program that keeps the outbox.
pub fn channel<J>() -> (Outbox<J>, Inbox<J>) {
    let (sender, messages) = mpsc::channel();
    let outbox = Outbox(sender);
    (outbox.clone(), Inbox { messages, outbox })
}

impl<J> Inbox<J> {
    /// A sender for the threads of the session.
    pub(super) fn outbox(&self) -> Outbox<J> {
        self.outbox.clone()
    }

    /// Waits for something to happen, at most until the deadline; then takes all there is.
    pub(super) fn batch(&self, deadline: Option<Instant>) -> Vec<Message<J>> {
        let first = match deadline {
            // The inbox holds a sender itself: the channel cannot close.
            None => self.messages.recv().ok(),
            Some(deadline) => {
                let rest = deadline.saturating_duration_since(Instant::now());
                self.messages.recv_timeout(rest).ok()
            }
        };
        let mut batch: Vec<_> = first.into_iter().collect();
        if !batch.is_empty() {
            batch.extend(self.messages.try_iter().take(BATCH - 1));
        }
        keep_last_resize(&mut batch);
        batch
    }
}

/// Dragging a window edge sends dozens of sizes; all but the last are history.
fn keep_last_resize<J>(batch: &mut Vec<Message<J>>) {
    let is_resize = |message: &Message<J>| matches!(message, Message::Event(Event::Resize(..)));
    let mut surplus = batch.iter().filter(|message| is_resize(message)).count().saturating_sub(1);
    batch.retain(|message| {
        let is_stale = surplus > 0 && is_resize(message);
        surplus -= usize::from(is_stale);
        !is_stale
    });
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    fn events(batch: Vec<Message<u32>>) -> Vec<Event<u32>> {
        let event = |message| match message {
            Message::Event(event) => event,
            other => panic!("{other:?}"),
        };
        batch.into_iter().map(event).collect()
    }

    #[test]
    fn a_batch_is_all_there_is_in_its_order() {
        let (outbox, inbox) = channel();
        (0..5).for_each(|n| outbox.send(n));
        assert_eq!(events(inbox.batch(None)), (0..5).map(Event::Job).collect::<Vec<_>>());
    }

    #[test]
    fn only_the_last_resize_is_kept() {
        let (outbox, inbox) = channel();
        for n in 0..4 {
            outbox.send(n);
            outbox.deliver(Message::Event(Event::Resize(n as u16, 1)));
        }
        let [jobs @ .., last] = &events(inbox.batch(None))[..] else { panic!("empty") };
        assert_eq!(jobs, (0..4).map(Event::Job).collect::<Vec<_>>());
        assert_eq!(*last, Event::Resize(3, 1));
    }

    #[test]
    fn a_flood_comes_in_pieces() {
        let (outbox, inbox) = channel();
        (0..3000).for_each(|n| outbox.send(n));
        let lengths: Vec<_> = (0..3).map(|_| inbox.batch(None).len()).collect();
        assert_eq!(lengths, [BATCH, BATCH, 3000 - 2 * BATCH]);
    }

    #[test]
    fn a_deadline_ends_the_wait() {
        let (_outbox, inbox) = channel::<u32>();
        let deadline = Instant::now() + Duration::from_millis(20);
        assert!(inbox.batch(Some(deadline)).is_empty());
        assert!(Instant::now() >= deadline);
    }

    #[test]
    fn a_job_may_outlive_the_session() {
        let (outbox, inbox) = channel();
        drop(inbox);
        outbox.send(1);
    }
}
