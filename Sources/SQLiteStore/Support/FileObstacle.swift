internal import EventLog
internal import Foundation
internal import GRDB
internal import InteractionModel

/// What keeps a file from being opened or written though nothing is wrong with what it holds: who
/// may write it, the room on its disk, the memory of the process.
enum FileObstacle {
  /// What to do when the process gets no memory.
  static let moreMemory: Remedy = "let the process have more memory (`ulimit -v`) and run it again"

  /// The code and the remedy of an operation of the disk that failed.
  static func ofReadingOrWriting(_ code: ResultCode) -> (StorageFault.Code, Remedy) {
    switch code {
    case .SQLITE_IOERR_NOMEM, .SQLITE_IOERR_SHMMAP: (.memory, moreMemory)
    // The index of a WAL could not be made longer.
    case .SQLITE_IOERR_SHMSIZE: (.full, "free some disk space and run it again")
    default: (.io, "check the disk, then run \(.verify)")
    }
  }

  /// The fault of a file that cannot be opened or written.
  /// - Parameters:
  ///   - error: what SQLite says.
  ///   - path: where the file is.
  /// - Returns: the fault; nil when the error says enough by itself.
  static func fault(_ error: DatabaseError, _ path: String) -> StorageFault? {
    let code = error.resultCode
    guard [.SQLITE_CANTOPEN, .SQLITE_READONLY, .SQLITE_PERM, .SQLITE_IOERR].contains(code) else {
      return nil
    }
    let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
    let cause = "SQLite \(error.extendedResultCode.rawValue): \(error.message ?? "")"
    if !isWritable(path) || !isWritable(folder) {
      return StorageFault(
        code: .permission,
        reason: "\(path) cannot be written: it or its folder is read-only, or somebody else's",
        remedy: "check the mount and who may write the store's files", cause: cause)
    }
    if isFull(folder) {
      return StorageFault(
        code: .full, reason: "the disk of \(path) is full",
        remedy: "free some disk space and run it again", cause: cause)
    }
    guard code == .SQLITE_CANTOPEN, FileManager.default.fileExists(atPath: path) else {
      return nil
    }
    return StorageFault(
      code: .io, reason: "\(path) cannot be opened",
      remedy: "check the disk, and how many files may be open (`ulimit -n`)", cause: cause)
  }

  /// Runs a body that opens or writes a file, and says what keeps it from that.
  static func explaining<Value>(_ path: String, _ body: () throws -> Value) throws -> Value {
    do {
      return try body()
    } catch let error as DatabaseError {
      throw fault(error, path) ?? error
    }
  }

  /// Whether a file can be written, and what SQLite has beside it be made.
  static func canBeWritten(_ path: String) -> Bool {
    let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
    return isWritable(path) && isWritable(folder) && !isFull(folder)
  }

  /// What is not there is no obstacle by itself.
  private static func isWritable(_ path: String) -> Bool {
    access(path, W_OK) == 0 || errno == ENOENT
  }

  /// Whether a file system has no room for a few pages.
  private static func isFull(_ folder: String) -> Bool {
    room(in: folder).map { $0 < 65_536 } ?? false
  }

  /// How many bytes a file system has left for this user; nil when it does not say.
  static func room(in folder: String) -> UInt64? {
    var found = statvfs()
    guard statvfs(folder, &found) == 0 else { return nil }
    return UInt64(found.f_bavail) * UInt64(found.f_frsize)
  }
}
