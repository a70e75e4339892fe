internal import EventLog
internal import Foundation

/// The right to change the search index, which whoever wants it waits for.
///
/// An OS lock on a file of its own: it ends with the process that holds it. Each holder opens the
/// file anew, so threads of one process exclude one another as processes do.
enum SearchLock {
  static func holding<Value>(_ path: String, _ body: () throws -> Value) throws -> Value {
    let descriptor = Foundation.open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else {
      throw StorageFault(
        code: "permission", message: "cannot create \(path); check who may write the folder",
        cause: String(cString: strerror(errno)))
    }
    // Closing gives the lock back.
    defer { close(descriptor) }
    while flock(descriptor, LOCK_EX) != 0 {
      guard errno == EINTR else {
        throw StorageFault(
          code: "io", message: "cannot lock \(path); check the file system",
          cause: String(cString: strerror(errno)))
      }
    }
    return try body()
  }
}
