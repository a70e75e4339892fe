public import InteractionModel

/// Why a witness does not cosign a checkpoint (C2SP tlog-witness).
public enum WitnessRefusal: Error, Remediable, Hashable {
  /// The request is not of its form.
  case malformed(NoteError)
  /// The witness was told of no log of that name.
  case unknownOrigin(String)
  /// No key that the witness was told of signed the checkpoint.
  case notTrusted(NoteError)
  /// The checkpoint is of fewer records than the one it should extend.
  case shrinking(old: UInt64, new: UInt64)
  /// The witness cosigned another checkpoint last.
  case stale(cosigned: UInt64)
  /// The log signed another history of as many records as the witness cosigned last.
  case fork(origin: String, size: UInt64)
  /// It is not proven that the checkpoint extends what the witness cosigned last.
  case notProven(origin: String, old: UInt64, new: UInt64, TreeError)

  /// Whether the log signed what contradicts what it signed before, or may have.
  public var isAlarming: Bool {
    switch self {
    case .fork, .notProven: true
    case .malformed, .unknownOrigin, .notTrusted, .shrinking, .stale: false
    }
  }

  /// What happened, to what, and what to do.
  public var diagnosis: Diagnosis {
    switch self {
    case .malformed(let error): error.diagnosis
    case .unknownOrigin(let origin):
      Diagnosis(
        "no log “\(origin)” is cosigned here", "give the witness the key of the log")
    case .notTrusted(let error): error.diagnosis
    case .shrinking(let old, let new):
      Diagnosis("a checkpoint of \(new) records cannot extend one of \(old)")
    case .stale(let cosigned):
      Diagnosis("the last checkpoint cosigned here is of \(cosigned) records", "prove from there")
    case .fork(let origin, let size):
      Diagnosis(
        "FORK: the log “\(origin)” has signed two histories of \(size) records",
        "keep both checkpoints, and ask whoever keeps the log; neither is to be trusted")
    case .notProven(let origin, let old, let new, let error):
      Diagnosis(
        """
        the log “\(origin)” does not prove that its \(new) records begin with the \(old) that were \
        cosigned here
        """,
        """
        keep both checkpoints; whoever keeps the log and cannot prove it has rewritten it: compare it with \
        a copy
        """,
        cause: error.diagnosis.reason)
    }
  }
}
