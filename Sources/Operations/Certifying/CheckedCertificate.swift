public import EventLog
public import InteractionModel
public import Merkle
import ProjectionEngine
import Queries
public import Search

/// What a certificate is worth, as far as a log and this code can tell.
public enum CertificateVerdict: Sendable, Hashable {
  /// The log gives the same.
  case holds
  /// It was not signed by that key, is not of this log, or the log gives something else.
  case isFalse(CertificateProblem)
  /// This code cannot tell, which says nothing against it.
  case cannotBeChecked(CertificateObstacle)
}

/// Why a certificate is false.
public enum CertificateProblem: Sendable, Hashable {
  /// The key did not sign it.
  case signature(NoteError)
  /// It is of another log than this one.
  case otherLog(origin: String)
  /// The records that it is of are not those of the log.
  case otherHistory
  /// The records fold to another state, or others were passed over.
  case otherState(projection: String)
  /// The records have other sealed parts.
  case otherParts
  /// The question is answered otherwise.
  case otherAnswer

  /// What is wrong, and what to do.
  public var diagnosis: Diagnosis {
    switch self {
    case .signature(let error): error.diagnosis
    case .otherLog(let origin): Diagnosis("it is not of this log, which is “\(origin)”")
    case .otherHistory:
      Diagnosis("the records of the log are not those that it is of", "run \(.verify)")
    case .otherState(let projection):
      Diagnosis("the records of the log do not fold to what it says of \(projection)")
    case .otherParts:
      Diagnosis("the records of the log do not have as many sealed parts as it says, or other ones")
    case .otherAnswer:
      Diagnosis("the question is not answered as it says, or other parts were searched")
    }
  }
}

/// Why a certificate cannot be checked here.
public enum CertificateObstacle: Sendable, Hashable {
  /// The log ends before the records that it is of.
  case shorterLog(size: UInt64)
  /// Some of the records that it is of are lost, as the record states that began the next epoch.
  case lostRecords(at: Position)
  /// A key from before the trusted one signed it, and that does not attest it.
  case unattested(UnattestedKey)
  /// The projection was folded by code that this is not.
  case otherCode(projection: String, version: Int)
  /// The texts were searched by rules that this program does not have.
  case otherRules(SearchVersion)
  /// Nobody says what was asked.
  case noQuestion
  /// What is said to have been asked is something else.
  case otherQuestion
  /// So many parts were erased since that may have matched, or that leave open what else was searched.
  case erasedSince(Int)
  /// So many records came since that may have changed what stands and what is whose.
  case wentOn(Int64)

  /// What is missing, and what to do.
  public var diagnosis: Diagnosis {
    switch self {
    case .shorterLog(let size):
      Diagnosis(
        "the log has \(size) records only",
        "look for the missing ones; \(.verify) says what is there")
    case .lostRecords(let position):
      Diagnosis(
        "it is of records that the log has lost since, as record \(position) states",
        "one of \(position.previous) records or fewer can be checked")
    case .unattested(let error): error.diagnosis
    case .otherCode(let projection, let version):
      Diagnosis(
        "it is of version \(version) of \(projection), which this program does not have",
        "check it with the program that made it")
    case .otherRules(let rules):
      Diagnosis(
        "texts were searched by rules that this program does not have (\(rules))",
        "check it with the program that made it")
    case .noQuestion:
      Diagnosis(
        "it says no more of the question than its digest",
        "give the file of the question, which was written beside it")
    case .otherQuestion: Diagnosis("it is of another question than the one that is given")
    case .erasedSince(let count):
      Diagnosis(
        """
        \(count) sealed parts that the question may have been about were erased since: nobody can tell any \
        more what they said
        """)
    case .wentOn(let count):
      Diagnosis(
        """
        the answer is another one now, and \(count) records came since that may have made it so
        """, "check it in a copy of the log as it was then")
    }
  }
}

/// A certificate that was checked.
public struct CheckedCertificate: Sendable {
  /// The certificate.
  public let certificate: Certificate
  /// What it is worth.
  public let verdict: CertificateVerdict

  init(_ certificate: Certificate, _ verdict: CertificateVerdict) {
    self.certificate = certificate
    self.verdict = verdict
  }

  /// What keeps it from being believed; nil when nothing does.
  public var diagnosis: Diagnosis? {
    switch verdict {
    case .holds: nil
    case .isFalse(let problem): problem.diagnosis
    case .cannotBeChecked(let obstacle): obstacle.diagnosis
    }
  }

  /// What was found as answers have it.
  /// - Parameter said: how the face says what to do.
  /// - Returns: what was found.
  public func json(_ said: (Remedy) -> String) -> JSONObject {
    let word =
      switch verdict {
      case .holds: "true"
      case .isFalse: "false"
      case .cannotBeChecked: "cannot be checked here"
      }
    let tree = certificate.tree
    var object: JSONObject = [
      "ok": .bool(verdict == .holds), "verdict": .string(word),
      "origin": .string(tree.origin), "size": .int(Int64(clamping: tree.size)),
      "root": .string(tree.root.base64),
      "problem": diagnosis.map { .string(said($0.sentence)) } ?? .null,
    ]
    for member in certificate.json.members { object[member.key] = member.value }
    return object
  }
}

extension Certificate {
  /// What it states beside the log that it is of, as answers have it.
  fileprivate var json: JSONObject {
    switch statement {
    case .replay(let replay):
      [
        "format": .string(note.format?.description ?? ""),
        "made": replay.made.map { .string($0.description) } ?? .null,
        "projections": .array(
          replay.folded.map { folded in
            [
              "projection": .string(folded.projection),
              "codeVersion": .int(Int64(folded.codeVersion)),
              "digest": .string(folded.digest.description),
              "quarantined": .array(folded.quarantined.map { .int($0.rawValue) }),
            ]
          }),
      ]
    case .search(let search):
      [
        "format": .string(SearchCertificate.format.description),
        "made": .string(search.made.description), "question": .string(search.question.description),
        "rules": [
          "archive": .int(Int64(search.rules.archive)),
          "documents": .int(Int64(search.rules.documents)),
          "tokeniser": .int(Int64(search.rules.tokeniser)),
        ],
        "parts": .object(search.coverage.json), "hits": .int(search.hits),
        "hitsRoot": .string(search.hitsRoot.base64),
      ]
    }
  }
}
