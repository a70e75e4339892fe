internal import Foundation
public import InteractionModel

/// A folder of files that are written once each, whole or not at all, and never over another's.
struct StaticFolder: Sendable {
  private static let unfinished = ".throughline-"

  let path: String

  /// Where a file of the folder is.
  func place(_ name: String) -> String { "\(path)/\(name)" }

  /// Whether something is where a file should be.
  func has(_ name: String) -> Bool {
    var status = stat()
    return lstat(place(name), &status) == 0
  }

  /// The names in the folder, sorted, but for those of files that were never finished.
  func names() throws -> [String] {
    do {
      return try FileManager.default.contentsOfDirectory(atPath: path)
        .filter { !$0.hasPrefix(StaticFolder.unfinished) }.sorted()
    } catch {
      throw StaticFolderError.unusable(path: path, reason: error.localizedDescription)
    }
  }

  /// What is in a file; nil when there is none.
  func bytes(_ name: String) throws -> [UInt8]? {
    let place = self.place(name)
    var status = stat()
    guard lstat(place, &status) == 0 else {
      guard errno == ENOENT else { throw fault(place) }
      return nil
    }
    guard status.st_mode & S_IFMT == S_IFREG else { throw StaticFolderError.notOurs(path: place) }
    guard let data = FileManager.default.contents(atPath: place) else { throw fault(place) }
    return Array(data)
  }

  /// Writes a file that is not there; answers false when it is there and says the same.
  /// - Throws: ``StaticFolderError/notOurs(path:)`` when it says something else.
  func add(_ name: String, _ bytes: [UInt8]) throws -> Bool {
    if let there = try self.bytes(name) {
      guard there == bytes else { throw StaticFolderError.notOurs(path: place(name)) }
      return false
    }
    let temporary = try write(bytes, beside: place(name))
    defer { unlink(temporary) }
    // Unlike a rename, a link never takes the place of what somebody has put there meanwhile.
    guard link(temporary, place(name)) == 0 else { throw fault(place(name)) }
    return true
  }

  /// Writes a file, in one step in the place of the one that is there.
  func replace(_ name: String, _ bytes: [UInt8]) throws {
    let temporary = try write(bytes, beside: place(name))
    guard rename(temporary, place(name)) == 0 else {
      let error = fault(place(name))
      unlink(temporary)
      throw error
    }
  }

  /// Writes a file of a name of its own, which is on disk when the call returns: after a power loss
  /// one that is there is whole.
  private func write(_ bytes: [UInt8], beside place: String) throws -> String {
    let folder = URL(filePath: place).deletingLastPathComponent()
    do {
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    } catch {
      throw StaticFolderError.unusable(path: folder.path, reason: error.localizedDescription)
    }
    let random = String(UInt64.random(in: .min ... .max), radix: 36)
    let temporary = folder.appending(path: "\(StaticFolder.unfinished)\(random)").path
    let file = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o644)
    guard file >= 0 else { throw fault(place) }
    defer { close(file) }
    var written = 0
    while written < bytes.count {
      let count = bytes.withUnsafeBytes { raw in
        Foundation.write(file, raw.baseAddress?.advanced(by: written), raw.count - written)
      }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else {
        let error = fault(place)
        unlink(temporary)
        throw error
      }
      written += count
    }
    guard fsync(file) == 0 else {
      let error = fault(place)
      unlink(temporary)
      throw error
    }
    return temporary
  }

  /// Keeps others from working on the folder until the lock is given back; makes it when it is not there.
  /// - Throws: ``StaticFolderError/inUse(path:)`` when somebody does.
  func lock() throws -> Lock {
    do {
      try FileManager.default.createDirectory(
        atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    } catch {
      throw StaticFolderError.unusable(path: path, reason: error.localizedDescription)
    }
    let descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { throw fault(path) }
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
      close(descriptor)
      throw StaticFolderError.inUse(path: path)
    }
    return Lock(descriptor: descriptor)
  }

  /// Who works on a folder.
  struct Lock {
    fileprivate let descriptor: Int32

    func unlock() { close(descriptor) }
  }

  private func fault(_ place: String) -> StaticFolderError {
    .unusable(path: place, reason: String(cString: strerror(errno)))
  }
}

/// Why a folder cannot be written to.
public enum StaticFolderError: Error, Remediable, Hashable {
  /// Something else is where a file should be.
  case notOurs(path: String)
  /// Another process writes there.
  case inUse(path: String)
  /// The system does not let it be done.
  case unusable(path: String, reason: String)

  /// What happened, to what, and what to do.
  public var diagnosis: Diagnosis {
    switch self {
    case .notOurs(let path):
      Diagnosis(
        "\(path) is there and is not what would be written, so it was left as it is",
        "write to a folder of its own, or move the file away")
    case .inUse(let path):
      Diagnosis("another process is writing to \(path)", "wait for it to end")
    case .unusable(let path, let reason):
      Diagnosis("\(path) cannot be written (\(reason))", "check the path and the space left")
    }
  }
}
