public import InteractionModel

/// Why a note, a key or a proof cannot be read, written or trusted.
///
/// Names keys and sizes, never a secret.
public enum NoteError: Error, Remediable, Hashable {
  /// The bytes are no signed note (C2SP signed-note).
  case notANote(NoteFault)
  /// The text of a note is no checkpoint (C2SP tlog-checkpoint).
  case notACheckpoint
  /// The text is no offline proof (C2SP tlog-proof).
  case notAProof
  /// The text does not ask a witness for anything (C2SP tlog-witness).
  case notAWitnessRequest
  /// What begins with a format line of its own is no checkpoint.
  case isStatement(NoteFormat)
  /// The text is no statement of that form.
  case notAStatement(NoteFormat)
  /// The text is no key of the kind that is asked for.
  case notAKey
  /// No key can have that name.
  case badKeyName
  /// A key of that kind cannot do it: a witness's key only cosigns, every other only signs.
  case otherAlgorithm(name: String)
  /// A known key did not make the signature that names it.
  case wrongSignature(name: String)
  /// None of the known keys signed it.
  case notSigned(by: [String])
  /// A key signed it that was not in force: it had been replaced, or came later.
  case notInForce(name: String, size: UInt64)
  /// Fewer of the known witnesses cosigned it than have to.
  case tooFewWitnesses(cosigned: [String], quorum: Int)
  /// The checkpoint is of another log.
  case otherOrigin(found: String, expected: String)
  /// The proof does not prove it.
  case proof(TreeError)

  /// What happened, to what, and what to do.
  public var diagnosis: Diagnosis {
    switch self {
    case .notANote(let fault):
      Diagnosis("this is no signed note: \(fault.rawValue)", "get it again from its source")
    case .notACheckpoint:
      Diagnosis(
        "this is no checkpoint: origin, size and root in base64, a line each",
        "get it again from its source")
    case .notAProof:
      Diagnosis(
        "this is no proof: a line “\(TlogProof.header)”, an index, hashes and a checkpoint",
        "get it again from its source")
    case .notAWitnessRequest:
      Diagnosis(
        """
        this does not ask a witness: a line “old SIZE”, at most \(WitnessRequest.mostHashes) hashes, a \
        blank line and a checkpoint
        """)
    case .isStatement(let format):
      Diagnosis("this is no checkpoint, but a “\(format)”", "check it as what it is")
    case .notAStatement(let format):
      Diagnosis("this is no “\(format)”, or not of its form", "get it again from its source")
    case .notAKey:
      Diagnosis(
        "this is no key: a name, eight hexadecimal digits and base64, with a plus between",
        "copy the whole line")
    case .badKeyName:
      Diagnosis("the name of a key has no white space and no plus, and is not empty")
    case .otherAlgorithm(let name):
      Diagnosis(
        "the key of \(name) is of another kind", "sign with a log's key, cosign with a witness's")
    case .wrongSignature(let name):
      Diagnosis(
        "the signature of \(name) does not fit the text",
        "the text or the signature was altered; compare with another copy")
    case .notSigned(let names):
      Diagnosis(
        "none of the given keys signed it (\(names.joined(separator: ", ")))",
        "give the key of whoever signed it")
    case .notInForce(let name, let size):
      Diagnosis(
        "a key of \(name) signed it that does not sign the tree over \(size) records",
        """
        whoever signs with a key that was replaced has got hold of it: trust nothing that came with it, \
        and get the checkpoint from elsewhere
        """)
    case .tooFewWitnesses(let cosigned, let quorum):
      Diagnosis(
        """
        of the given witnesses \(cosigned.isEmpty ? "none" : cosigned.joined(separator: ", ")) \
        cosigned it, and \(quorum) have to
        """,
        "get a checkpoint that more of them cosigned, or ask them why they do not")
    case .otherOrigin(let found, let expected):
      Diagnosis("the checkpoint is of the log \(found), not of \(expected)")
    case .proof(let error): error.diagnosis
    }
  }
}

/// What is wrong with a signed note.
public enum NoteFault: String, Sendable, Hashable {
  /// It is larger than any that is read.
  case tooLong = "it is too long"
  /// It is no text.
  case notText = "it is not UTF-8, or has control characters"
  /// There are no signatures behind the text.
  case noSignatures = "no signatures stand behind a last blank line"
  /// Something else stands where a signature should.
  case badSignature = "a line behind the blank one is no signature"
  /// It has more signatures than are read.
  case tooManySignatures = "it has too many signatures"
  /// The text does not end with a line feed.
  case unfinishedLine = "its text does not end with a line feed"
  /// A reader could take what it begins with for a checkpoint.
  case resemblesCheckpoint = "its second line is a number, as a checkpoint's"
}
