internal import Merkle

/// The name of a log, fixed for ever.
public enum LogOrigin {
  /// Whether a text can be one: printable ASCII without spaces and without “+”, 200 bytes at most, as
  /// the origin of a checkpoint has to be (C2SP tlog-checkpoint).
  /// - Parameter text: the candidate.
  /// - Returns: true when it can.
  public static func isValid(_ text: String) -> Bool {
    (1...200).contains(text.utf8.count)
      // What begins a statement that is no checkpoint.
      && NoteFormat(line: text) == nil
      && text.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "+") }
  }

  /// What the checkpoints of a log are of in one of its epochs: in the first the name that it was born
  /// with, in the second `NAME/epoch-2`, and so on.
  ///
  /// The records themselves stay bound to the name that the log was born with.
  /// - Parameters:
  ///   - epoch: which, from 1.
  ///   - name: the name that the log was born with.
  /// - Returns: the origin.
  public static func origin(ofEpoch epoch: Int, of name: String) -> String {
    epoch == 1 ? name : "\(name)/epoch-\(epoch)"
  }
}
