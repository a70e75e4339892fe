public import InteractionModel

/// Why something cannot be disclosed, or a disclosure is not to be believed.
///
/// Spans and leaves are named by their numbers: pointers and texts are the plaintext's.
public enum DisclosureError: Error, Remediable, Hashable {
  /// The leaves do not lead to the root.
  case otherRoot
  /// No plaintext has such a leaf there.
  case impossible(leaf: Int)
  /// The text is no disclosure.
  case notADisclosure
  /// It was made by another rule.
  case otherRule(Int64)
  /// A span names no value of the plaintext.
  case noSuchValue(span: Int)
  /// A span is empty, or ends behind its string.
  case outside(span: Int, scalars: Int)

  /// What happened, to what, and what to do.
  public var diagnosis: Diagnosis {
    switch self {
    case .otherRoot:
      Diagnosis(
        "the pieces do not lead to the root of the part",
        "compare record and part with those that were disclosed; if they agree, it was altered")
    case .impossible(let leaf):
      Diagnosis(
        "no plaintext has what is shown as leaf \(leaf)", "ask whoever keeps the log for the cause")
    case .notADisclosure:
      Diagnosis("this is no disclosure of a part", "get it again from its source")
    case .otherRule(let rule):
      Diagnosis(
        "the disclosure follows rule \(rule), and this program knows \(PlaintextRoot.rule)",
        "check it with the program that made it")
    case .noSuchValue(let span):
      Diagnosis(
        "span \(span) names no text, number or other value of the part",
        "compare its pointer with the opened part")
    case .outside(let span, let scalars):
      Diagnosis(
        "span \(span) is not within the \(scalars) Unicode scalars of its string",
        "count scalars from 0; the end is the first that is shown again")
    }
  }
}
