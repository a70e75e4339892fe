public import EventLog
internal import Foundation
internal import GRDB
public import InteractionModel
public import Merkle

extension SQLiteEventStore: VerifiableStore {
  /// Verifies the log: every leaf and tile of its tree, index column, version, time, uniqueness and
  /// cross-table agreement.
  /// - Parameters:
  ///   - limit: after how many problems to stop.
  ///   - progress: is told the position from time to time; answers whether to go on.
  /// - Returns: what was found.
  /// - Throws: ``/EventLog/StorageFault`` when the files cannot be read.
  public func verify(
    limit: Int, progress: (Position) -> Bool
  ) throws(StorageFault) -> LogFindings {
    try SQLiteEventStore.verify(
      LogVerifier(pool: pool, attachments: attachments, limit: limit), progress)
  }

  /// Verifies the log of a directory as its file is, without opening it as a log.
  ///
  /// Opening refuses a log whose birth record, name or schema is not as it should be; whoever
  /// verifies wants to be told what is wrong with them instead. Needs no key and no vault; a vault
  /// that is there and can be read must have the keys that the records name.
  /// - Parameters:
  ///   - directory: the store's directory.
  ///   - outside: a checkpoint that was kept elsewhere and is trusted: the log must begin with what it
  ///     is of.
  ///   - marks: from where to go on, and where to note how far the look is; nil for neither.
  ///   - limit: after how many problems to stop.
  ///   - progress: is told the position from time to time; answers whether to go on.
  /// - Returns: what was found.
  /// - Throws: ``/EventLog/StorageFault`` when there is no file or it cannot be read at all.
  public static func verify(
    directory: String, against outside: Checkpoint? = nil, marks: VerificationMarks? = nil,
    limit: Int, progress: (Position) -> Bool
  ) throws(StorageFault) -> LogFindings {
    let path = "\(directory)/log.db"
    let vaultPath = "\(directory)/vault.db"
    let hasVault = StoreFile.isThere(vaultPath)
    guard StoreFile.isThere(path) else {
      guard hasVault else { throw .noLog(in: directory) }
      throw StorageFault(
        code: .missing, reason: "\(path) is missing although its vault is there",
        remedy: "restore it from a copy")
    }
    let pool: DatabasePool
    do {
      pool = try SQLiteFile.openToRead(path, cache: 32_768)
    } catch let error as DatabaseError
      where [.SQLITE_NOTADB, .SQLITE_CORRUPT].contains(error.resultCode)
    {
      let problem = LogProblem(
        position: Position(1), what: "file", expected: "an SQLite database",
        found: error.message ?? "something else")
      return LogFindings(size: 0, problems: [problem])
    } catch {
      throw SQLiteFile.fault(error, doing: "open \(path)")
    }
    let isReadable = access(vaultPath, R_OK) == 0 || errno == ENOENT
    var vault: VaultLook?
    var unusable: LogProblem?
    do {
      if hasVault, isReadable { vault = try VaultLook(vaultPath, log: path) }
    } catch let error as VaultLook.Unusable {
      unusable = LogProblem(
        position: nil, what: "vault", expected: error.expected, found: error.found,
        remedy: "restore vault.db from a copy")
    } catch let error as DatabaseError
      where [.SQLITE_CANTOPEN, .SQLITE_READONLY, .SQLITE_PERM].contains(error.resultCode)
    {
      // Whoever may not look at the vault verifies the log all the same.
    } catch {
      throw SQLiteFile.fault(error, doing: "look at \(vaultPath)")
    }
    var found = try verify(
      LogVerifier(
        pool: pool, attachments: AttachmentFolder(path: "\(directory)/attachments"), vault: vault,
        against: outside, marks: marks, limit: limit), progress)
    if let unusable, found.problems.count < limit { found.problems.append(unusable) }
    found.sawVault = vault != nil || unusable != nil
    // First: whoever closes the log last writes its WAL back, which a look at it could not.
    vault = nil
    try faulting("close \(path)") { try SQLiteFile.close(pool) }
    return found
  }

  private static func verify(
    _ verifier: LogVerifier, _ progress: (Position) -> Bool
  ) throws(StorageFault) -> LogFindings {
    try faulting("verify the log") {
      var verifier = verifier
      try verifier.run(progress: progress)
      return LogFindings(
        size: verifier.size, root: verifier.root,
        checkpoints: verifier.checkpoints?.comparedCount ?? 0,
        uncosigned: verifier.checkpoints?.uncosigned, problems: verifier.problems,
        resumed: verifier.resumed)
    }
  }
}
