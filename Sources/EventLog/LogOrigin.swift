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
}
