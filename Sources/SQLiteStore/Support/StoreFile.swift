internal import EventLog
internal import Foundation
internal import InteractionModel

/// What stands where a file of a store belongs: a regular file, a link to one, or nothing.
///
/// Anything else is not opened. Opening a named pipe waits for somebody at its other end, reading a
/// device may wait for ever, and at the end of a link to nothing SQLite would make a file.
enum StoreFile {
  /// What SQLite has beside a database file.
  private static let companions = ["", "-wal", "-shm", "-journal"]

  /// Whether there is anything of that name, be it a link to nothing.
  static func isThere(_ path: String) -> Bool {
    var found = stat()
    return lstat(path, &found) == 0
  }

  /// Refuses what is no regular file.
  /// - Parameter path: where a file belongs, which need not be there.
  /// - Throws: ``/EventLog/StorageFault`` `irregular`.
  static func requireRegular(_ path: String) throws(StorageFault) {
    guard let oddity = oddity(path, S_IFREG) else { return }
    throw odd("\(path) is \(oddity)", "a file")
  }

  /// Refuses a database of which a file, or one that SQLite has beside it, is no regular file.
  static func requireDatabase(_ path: String) throws(StorageFault) {
    for suffix in companions { try requireRegular(path + suffix) }
  }

  /// Refuses what is no folder.
  static func requireFolder(_ path: String) throws(StorageFault) {
    guard let oddity = oddity(path, S_IFDIR) else { return }
    throw odd("\(path) is \(oddity)", "a folder")
  }

  /// What is at the place of a database or beside it and is no regular file: “is a named pipe”; nil
  /// when there is nothing of the kind.
  static func oddity(ofDatabase path: String) -> String? {
    for suffix in companions {
      guard let oddity = oddity(path + suffix, S_IFREG) else { continue }
      return suffix.isEmpty ? "is \(oddity)" : "has \(oddity) beside it (\(suffix))"
    }
    return nil
  }

  /// The bytes of a regular file; nil when there is none.
  /// - Throws: ``/EventLog/StorageFault`` `irregular`, or `io` when there is one that cannot be read.
  static func content(_ path: String) throws(StorageFault) -> [UInt8]? {
    try requireRegular(path)
    if let data = FileManager.default.contents(atPath: path) { return [UInt8](data) }
    guard isThere(path) else { return nil }
    throw StorageFault(
      code: .io, reason: "\(path) cannot be read", remedy: "check who may read it, and the disk")
  }

  private static func odd(_ what: String, _ wanted: String) -> StorageFault {
    StorageFault(
      code: .irregular, reason: "\(what), where \(wanted) of the store belongs, and was not opened",
      remedy: "remove it, and put back from a copy what was there")
  }

  /// What is there instead of something of a type; nil when it is of the type, or nothing is there.
  private static func oddity(_ path: String, _ type: mode_t) -> String? {
    var found = stat()
    guard lstat(path, &found) == 0 else { return nil }
    let isLink = found.st_mode & S_IFMT == S_IFLNK
    guard stat(path, &found) == 0 else {
      // What is no link was removed between the two looks, as SQLite removes what it has beside a file.
      return isLink && (errno == ENOENT || errno == ELOOP) ? "a link to nothing" : nil
    }
    switch found.st_mode & S_IFMT {
    case type: return nil
    case S_IFREG: return "a file"
    case S_IFDIR: return "a folder"
    case S_IFIFO: return "a named pipe"
    case S_IFSOCK: return "a socket"
    case S_IFCHR, S_IFBLK: return "a device"
    default: return "no file"
    }
  }
}
