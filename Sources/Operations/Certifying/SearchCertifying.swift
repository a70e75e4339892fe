public import Compliance
public import InteractionModel
public import Merkle
internal import ProjectionEngine
internal import Projections
public import Queries
public import Vault

/// Asks the full-text index and signs what it found, and that nothing which can be read was left out.
public struct SearchCertifying: Sendable {
  /// What was asked and answered.
  public struct Certified: Sendable {
    /// The answer, as whoever asks without a certificate gets it.
    public let answer: SearchAnswer
    /// The question, without which nobody can check the certificate.
    public let question: SearchQuestion
    /// The certificate (``/Queries/SearchCertificate``).
    public let note: SignedNote
  }

  private let reader: Reader
  private let certifying: Certifying
  private let supervisor: Supervisor

  /// Work that has not begun; the key is read at once, before anything is asked.
  /// - Parameters:
  ///   - reader: who asks, and why.
  ///   - key: where the log's signing key is.
  ///   - supervisor: whoever has it done.
  /// - Throws: ``/Vault/SigningKeyError``, or ``/EventLog/StorageFault`` when the log cannot be read.
  public init(_ reader: Reader, key: SigningKeyFile, _ supervisor: Supervisor) throws {
    self.reader = reader
    certifying = try Certifying(reader.store, key: key)
    self.supervisor = supervisor
  }

  /// Asks and signs.
  /// - Parameters:
  ///   - words: the query as it was written.
  ///   - texts: which texts count.
  ///   - limit: how many hits are shown at most; the certificate is of all.
  ///   - time: when it is made.
  /// - Returns: answer, question and certificate.
  /// - Throws: ``/Queries/UnsearchedTexts`` when not all that can be read was searched; what asking and
  ///   signing throw.
  public func run(
    _ words: String, in texts: TextFilter, limit: Int, at time: Instant
  ) async throws -> Certified {
    let asked = try await SearchedTexts(reader)
    let stated = try await asked.stating(
      words, in: texts, limit: limit, folding: supervisor.folding(reader.store))
    return Certified(
      answer: stated.answer, question: stated.findings.question,
      note: try certifying.certify(stated.findings, at: time))
  }
}

extension Supervisor {
  /// What folds a log for a search that is stated, and is told how far it is.
  func folding(_ store: OpenStore) -> SearchedTexts.Folding {
    { projections, end, body in
      try replaying(projections, of: store, through: UInt64(end.rawValue)) { models in
        tell(.began(.countingTexts))
        defer { tell(.ended(.countingTexts)) }
        return try body(models) { tell(.progressed(WorkProgress($0, of: $1))) }
      }
    }
  }
}
