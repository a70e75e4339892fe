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
    let head = try UInt64(store.events.head().position.rawValue)
    let isShorter = tree.origin.utf8.elementsEqual(store.events.origin.utf8) && head < tree.size
    let shorter = CheckedCertificate(certificate, .cannotBeChecked(.shorterLog(size: head)))
    let signers = try store.events.signingKeys().keys(trusting: key, stating: tree.size)
    do throws(NoteError) {
      try certificate.verify(with: key, signers)
    } catch .notSigned where isShorter {
      // Perhaps by a key that only the missing records name.
      return shorter
    } catch {
      return CheckedCertificate(certificate, .isFalse(.signature(error)))
    }
    guard !isShorter else { return shorter }
    if let problem = try problem(of: certificate.tree) {
      return CheckedCertificate(certificate, .isFalse(problem))
    }
    switch certificate.statement {
    case .replay(let replay): return CheckedCertificate(certificate, try verdict(on: replay))
    case .search(let search):
      return CheckedCertificate(certificate, try await verdict(on: search, question))
    }
  }

  /// Whether the records that it is of are those of the log, which has as many.
  private func problem(of tree: Checkpoint) throws -> CertificateProblem? {
    guard tree.origin.utf8.elementsEqual(store.events.origin.utf8) else {
      return .otherLog(origin: store.events.origin)
    }
    return try store.events.root(atSize: tree.size) == tree.root ? nil : .otherHistory
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
    let found = try await supervisor.countingTexts { note in
      try await asked.restating(repeated.question, atSize: size, note)
    }
    let stated = certificate.coverage
    // Whatever came since, the records that it is of have these.
    guard found.coverage.total + Int64(found.erasedSince) == stated.total,
      found.coverage[.ofTheLog] == stated[.ofTheLog], found.coverage[.erased] == stated[.erased]
    else { return .isFalse(.otherParts) }
    guard found.erasedSince == 0 else { return .cannotBeChecked(.erasedSince(found.erasedSince)) }
    if found.coverage == stated, Int64(found.hits.count) == certificate.hits,
      found.hitsRoot == certificate.hitsRoot
    {
      return .holds
    }
    return found.cameSince > 0
      ? .cannotBeChecked(.wentOn(found.cameSince)) : .isFalse(.otherAnswer)
  }
}

extension Certificate {
  /// Checks who signed it.
  /// - Parameters:
  ///   - key: a key of the log that is trusted.
  ///   - signers: the keys that may have signed it.
  /// - Throws: ``/Merkle/NoteError`` when none of them did.
  fileprivate func verify(
    with key: VerifierKey, _ signers: [VerifierKey]
  ) throws(NoteError) {
    let trusted = try key.ofStatements
    guard trusted.signsStatements(of: tree.origin) else {
      throw .otherOrigin(found: tree.origin, expected: trusted.name)
    }
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
