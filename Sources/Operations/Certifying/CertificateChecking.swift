public import Compliance
internal import EventLog
internal import InteractionModel
public import Merkle
internal import ProjectionEngine
internal import Projections
public import Queries
internal import Search

/// Checks certificates against a log: who signed, whether it is of this log, and whether the log gives
/// the same again.
public struct CertificateChecking: Sendable {
  private let store: OpenStore
  private let supervisor: Supervisor

  /// Work that has not begun.
  /// - Parameters:
  ///   - store: the store, of which the log is read and nothing is written; neither vault nor key is
  ///     needed for what was replayed.
  ///   - supervisor: whoever has it done.
  public init(_ store: OpenStore, _ supervisor: Supervisor) {
    self.store = store
    self.supervisor = supervisor
  }

  /// Checks a certificate.
  /// - Parameters:
  ///   - certificate: what it says.
  ///   - key: the key of the log, got from elsewhere.
  ///   - question: the question of a search, and who asks it again, with an account; nil when there is
  ///     none.
  /// - Returns: what it is worth.
  /// - Throws: ``/ProjectionEngine/CompletenessAlarm``, ``/Merkle/TreeError`` or
  ///   ``/EventLog/StorageFault`` when the log cannot be read, ``/Queries/UnsearchedTexts`` when the
  ///   index is not where the log is; `CancellationError` when it is to stop.
  public func check(
    _ certificate: Certificate, with key: VerifierKey, asking question: RepeatedQuestion? = nil
  ) async throws -> CheckedCertificate {
    let tree = certificate.tree
    let keys = try store.events.signingKeys()
    let origins = keys.origins.isEmpty ? [store.events.origin] : keys.origins
    let isOfLog = origins.contains { $0.utf8.elementsEqual(tree.origin.utf8) }
    let standing = try isOfLog ? store.events.standing(to: tree, keys) : .otherHistory
    var needsAttesting = false
    do throws(NoteError) {
      needsAttesting = try certificate.verify(with: key, keys)
    } catch {
      // Perhaps by a key that only the missing records name.
      if case .notSigned = error, let gap = standing.gap {
        return CheckedCertificate(certificate, .cannotBeChecked(gap))
      }
      return CheckedCertificate(certificate, .isFalse(.signature(error)))
    }
    if let gap = standing.gap { return CheckedCertificate(certificate, .cannotBeChecked(gap)) }
    guard standing == .extended else {
      return CheckedCertificate(
        certificate, .isFalse(isOfLog ? .otherHistory : .otherLog(origin: store.events.origin)))
    }
    if needsAttesting, try !isAttesting(key, keys) {
      return CheckedCertificate(
        certificate, .cannotBeChecked(.unattested(UnattestedKey(name: key.name))))
    }
    switch certificate.statement {
    case .replay(let replay): return CheckedCertificate(certificate, try verdict(on: replay))
    case .search(let search):
      return CheckedCertificate(certificate, try await verdict(on: search, question))
    }
  }

  private func isAttesting(_ key: VerifierKey, _ keys: SigningKeys) throws -> Bool {
    let attestation = try store.events.attestation(by: key, keys)
    return try attestation.map {
      try store.events.standing(to: $0.checkpoint, keys) == .extended
    } ?? false
  }

  private func verdict(on certificate: ReplayCertificate) throws -> CertificateVerdict {
    // What is false is false, whatever else cannot be checked here.
    var verdict = CertificateVerdict.holds
    for folded in certificate.folded {
      guard let projection = ProjectionCatalogue.all.first(where: { $0.name == folded.projection }),
        projection.version == folded.codeVersion
      else {
        verdict = .cannotBeChecked(
          .otherCode(projection: folded.projection, version: folded.codeVersion))
        continue
      }
      let result = try supervisor.replaying(
        projection, of: store, through: certificate.tree.size
      ) { result, _ in result }
      guard result.digest == folded.digest, result.quarantined == folded.quarantined else {
        return .isFalse(.otherState(projection: folded.projection))
      }
    }
    return verdict
  }

  private func verdict(
    on certificate: SearchCertificate, _ repeated: RepeatedQuestion?
  ) async throws -> CertificateVerdict {
    guard certificate.rules == SearchVersion(archive: ConversationArchive.projection.version)
    else { return .cannotBeChecked(.otherRules(certificate.rules)) }
    guard let repeated else { return .cannotBeChecked(.noQuestion) }
    guard repeated.question.digest == certificate.question else {
      return .cannotBeChecked(.otherQuestion)
    }
    let asked = try await SearchedTexts(repeated.reader)
    let size = Position(Int64(certificate.tree.size))
    let found = try await asked.restating(
      repeated.question, atSize: size, folding: supervisor.folding(repeated.store))
    let stated = certificate.coverage
    // Whatever came since, the records that it is of have these.
    guard found.coverage.total + Int64(found.erasedSince) == stated.total,
      found.coverage[.ofTheLog] == stated[.ofTheLog], found.coverage[.erased] == stated[.erased]
    else { return .isFalse(.otherParts) }
    guard found.meantErasedSince == 0 else {
      return .cannotBeChecked(.erasedSince(found.meantErasedSince))
    }
    let isAnswer =
      Int64(found.hits.count) == certificate.hits && found.hitsRoot == certificate.hitsRoot
    if isAnswer, found.coverage.fits(in: stated) { return .holds }
    // What was erased may leave of its records nothing but parts without text.
    if isAnswer, found.erasedSince > 0 { return .cannotBeChecked(.erasedSince(found.erasedSince)) }
    return found.cameSince > 0
      ? .cannotBeChecked(.wentOn(found.cameSince)) : .isFalse(.otherAnswer)
  }
}

extension CheckpointStanding {
  /// Why nothing can be said of the records that are signed; nil when the log has as many.
  fileprivate var gap: CertificateObstacle? {
    switch self {
    case .extended, .otherHistory: nil
    case .shorter(let size): .shorterLog(size: size)
    case .lost(let end): .lostRecords(at: end.from)
    }
  }
}

extension Certificate {
  /// Checks who signed it.
  /// - Parameters:
  ///   - key: a key of the log that is trusted.
  ///   - keys: the keys of the log.
  /// - Returns: whether a key from before the trusted one did, which that has to attest.
  /// - Throws: ``/Merkle/NoteError`` when none of those did that may have.
  fileprivate func verify(
    with key: VerifierKey, _ keys: SigningKeys
  ) throws(NoteError) -> Bool {
    do throws(NoteError) {
      try verify(with: key, keys.keys(trusting: key, stating: tree))
      return false
    } catch {
      guard keys.names(key), (try? verify(with: key, keys.keys(stating: tree))) != nil else {
        throw error
      }
      return true
    }
  }

  private func verify(with key: VerifierKey, _ signers: [VerifierKey]) throws(NoteError) {
    let trusted = try key.ofStatements
    // What is of a later epoch is signed by a key that has its name, and follows the one that is trusted.
    guard trusted.signsStatements(of: tree.origin) || !signers.isEmpty && !signers.contains(key)
    else { throw .otherOrigin(found: tree.origin, expected: trusted.name) }
    if !signers.contains(key), (try? note.verify(with: [trusted])) != nil {
      throw .notInForce(name: trusted.name, size: tree.size)
    }
    var keys: [VerifierKey] = []
    for signer in signers { keys.append(try signer.ofStatements) }
    _ = try note.verify(with: keys)
  }
}

/// The question of a search certificate, to be asked again.
public struct RepeatedQuestion: Sendable {
  let reader: Reader
  let question: SearchQuestion

  /// A question.
  /// - Parameters:
  ///   - question: as whoever asked first has kept it.
  ///   - reader: who asks again, and why.
  public init(_ question: SearchQuestion, by reader: Reader) {
    self.reader = reader
    self.question = question
  }

  /// The store that is asked.
  public var store: OpenStore { reader.store }
}
