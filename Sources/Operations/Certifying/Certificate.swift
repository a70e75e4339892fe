public import InteractionModel
public import Merkle
public import ProjectionEngine
public import Queries

/// A certificate that somebody has, read.
public struct Certificate: Sendable {
  /// What it states.
  public enum Statement: Sendable {
    /// What the records of a log fold to.
    case replay(ReplayCertificate)
    /// What a search of a log found, and of how much of it.
    case search(SearchCertificate)
  }

  /// The note.
  public let note: SignedNote
  /// What it states.
  public let statement: Statement

  /// Reads a certificate; nothing in it is to be believed before it is checked.
  /// - Parameter bytes: the note.
  /// - Throws: ``/Merkle/NoteError``, also when it is a note of another kind.
  public init(_ bytes: [UInt8]) throws(NoteError) {
    note = try SignedNote(bytes)
    statement =
      if note.format == SearchCertificate.format {
        .search(try SearchCertificate(note))
      } else {
        .replay(try ReplayCertificate(note))
      }
  }

  /// When it was made, as whoever signed it says, which nobody can check; nil where it does not say.
  public var made: Instant? {
    switch statement {
    case .replay(let certificate): certificate.made
    case .search(let certificate): certificate.made
    }
  }

  /// The state of the log that it is of.
  public var tree: Checkpoint {
    switch statement {
    case .replay(let certificate): certificate.tree
    case .search(let certificate): certificate.tree
    }
  }
}
