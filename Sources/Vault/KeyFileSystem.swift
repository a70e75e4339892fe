internal import Foundation

/// The few file operations that key files need, each durable when it returns.
enum KeyFileSystem {
  private static func fault(_ path: String, _ action: String, _ code: Int32) -> VaultError {
    .masterKeyFile(path: path, action: action, reason: String(cString: strerror(code)))
  }

  /// Whether there is anything at a path.
  static func exists(_ path: String) -> Bool {
    var status = stat()
    return lstat(path, &status) == 0
  }

  /// Reads a small file that only its owner may use; looks at the open file, not at the path, so
  /// that nobody can swap it in between.
  static func readPrivate(
    _ path: String, limit: Int = 1_024
  ) throws(VaultError) -> [UInt8] {
    // A named pipe that nobody writes to must not keep anybody waiting; it is refused below.
    let file = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
    guard file >= 0 else {
      let code = errno
      throw code == ENOENT ? .masterKeyMissing(path: path) : fault(path, "open", code)
    }
    defer { close(file) }
    var status = stat()
    guard fstat(file, &status) == 0 else { throw fault(path, "inspect", errno) }
    guard status.st_mode & S_IFMT == S_IFREG else {
      throw .masterKeyFile(path: path, action: "use", reason: "it is not a regular file")
    }
    guard status.st_uid == geteuid() else {
      throw .masterKeyNotOwned(path: path, owner: status.st_uid)
    }
    guard status.st_mode & 0o177 == 0 else {
      throw .masterKeyExposed(path: path, mode: UInt32(status.st_mode & 0o7777))
    }
    var buffer = [UInt8](repeating: 0, count: min(limit, max(1_024, Int(status.st_size))))
    var count = 0
    while count < buffer.count {
      let start = count
      let got = buffer.withUnsafeMutableBytes { bytes in
        read(file, bytes.baseAddress?.advanced(by: start), bytes.count - start)
      }
      if got < 0, errno == EINTR { continue }
      guard got >= 0 else { throw fault(path, "read", errno) }
      if got == 0 { break }
      count += got
    }
    return Array(buffer[..<count])
  }

  /// Writes a file that did not exist, mode 0600, and syncs it and its directory: a key that
  /// something was wrapped with must not vanish with the power.
  static func createPrivate(_ path: String, _ bytes: [UInt8]) throws(VaultError) {
    let file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard file >= 0 else {
      let code = errno
      throw code == EEXIST ? .masterKeyExists(path: path) : fault(path, "create", code)
    }
    do throws(VaultError) {
      defer { close(file) }
      var written = 0
      while written < bytes.count {
        let start = written
        let count = bytes.withUnsafeBytes { raw in
          write(file, raw.baseAddress?.advanced(by: start), raw.count - start)
        }
        if count < 0, errno == EINTR { continue }
        guard count > 0 else { throw fault(path, "write", errno) }
        written += count
      }
      guard fsync(file) == 0 else { throw fault(path, "sync", errno) }
    } catch {
      unlink(path)
      throw error
    }
    try syncDirectory(of: path)
  }

  /// Removes a file durably.
  static func remove(_ path: String) throws(VaultError) {
    guard unlink(path) == 0 || errno == ENOENT else { throw fault(path, "remove", errno) }
    try syncDirectory(of: path)
  }

  /// Puts one file in the place of another, in one step, durably; false when there is no source.
  static func replace(_ path: String, with source: String) throws(VaultError) -> Bool {
    guard rename(source, path) == 0 else {
      let code = errno
      guard code == ENOENT else { throw fault(source, "rename", code) }
      return false
    }
    try syncDirectory(of: path)
    return true
  }

  /// Puts bytes at a path, mode 0600, in place of what is there; whoever reads it finds one or the
  /// other, whole.
  static func putPrivate(_ path: String, _ bytes: [UInt8]) throws(VaultError) {
    let waiting = "\(path).new"
    try remove(waiting)
    try createPrivate(waiting, bytes)
    _ = try replace(path, with: waiting)
  }

  private static func syncDirectory(of path: String) throws(VaultError) {
    let parent =
      path.lastIndex(of: "/").map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? "."
    let directory = open(parent, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard directory >= 0 else { throw fault(parent, "open", errno) }
    defer { close(directory) }
    guard fsync(directory) == 0 else { throw fault(parent, "sync", errno) }
  }

  /// The lock of a key file, which one process has at a time; gone when it is released.
  ///
  /// The file is locked as it is found at the path, so a file that replaced it meanwhile counts as
  /// somebody else's work.
  struct Lock: Sendable {
    private let file: Int32

    /// Takes the lock.
    /// - Throws: ``VaultError/rotationRunning(path:)`` when another process has it.
    init(_ path: String) throws(VaultError) {
      let file = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
      guard file >= 0 else {
        let code = errno
        throw code == ENOENT ? .masterKeyMissing(path: path) : fault(path, "open", code)
      }
      do throws(VaultError) {
        guard flock(file, LOCK_EX | LOCK_NB) == 0 else {
          let code = errno
          throw code == EWOULDBLOCK ? .rotationRunning(path: path) : fault(path, "lock", code)
        }
        var locked = stat()
        var current = stat()
        guard fstat(file, &locked) == 0, stat(path, &current) == 0,
          locked.st_ino == current.st_ino, locked.st_dev == current.st_dev
        else { throw .rotationRunning(path: path) }
      } catch {
        close(file)
        throw error
      }
      self.file = file
    }

    func release() { close(file) }
  }

  /// Runs something while no other process holds the lock of a file.
  static func whileLocked<Value>(
    _ path: String, _ body: () throws(VaultError) -> Value
  ) throws(VaultError) -> Value {
    let lock = try Lock(path)
    defer { lock.release() }
    return try body()
  }
}
