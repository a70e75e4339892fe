internal import EventLog
internal import Foundation
internal import InteractionModel

/// The right to change the search index, which whoever wants it waits for.
///
/// An OS lock on a file of its own: it ends with the process that holds it. Each holder opens the
/// file anew, so threads of one process exclude one another as processes do.
///
/// A lock that is given back is not handed to whoever waits: who takes it again at once, as a long
/// run does, would nearly always win. So it can be asked for only through a turnstile, a second
/// lock, in which the one who waits stands until it has the first.
enum SearchLock {
  static func holding<Value>(_ path: String, _ body: () throws -> Value) throws -> Value {
    let turnstile = try lock(path + ".turn")
    let descriptor: Int32
    do {
      defer { close(turnstile) }
      descriptor = try lock(path)
    }
    // Closing gives the lock back.
    defer { close(descriptor) }
    return try body()
  }

  /// The descriptor of a file, which is locked until it is closed.
  private static func lock(_ path: String) throws -> Int32 {
    try StoreFile.requireRegular(path)
    let descriptor = Foundation.open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else {
      throw StorageFault(
        code: .permission, reason: "cannot create \(path)",
        remedy: "check who may write the folder", cause: String(cString: strerror(errno)))
    }
    while flock(descriptor, LOCK_EX) != 0 {
      let failure = errno
      guard failure == EINTR else {
        close(descriptor)
        throw StorageFault(
          code: .io, reason: "cannot lock \(path)", remedy: "check the file system",
          cause: String(cString: strerror(failure)))
      }
    }
    return descriptor
  }
}
