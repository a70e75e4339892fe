internal import Foundation

/// A folder of files that are written once each, whole or not at all, and never over another's.
struct StaticFolder: Sendable {
  let path: String

  /// Where a file of the folder is.
  func place(_ name: String) -> String { "\(path)/\(name)" }

  /// Whether something is where a file should be.
  func has(_ name: String) -> Bool {
    var status = stat()
    return lstat(place(name), &status) == 0
  }

  /// What is in a file; nil when there is none.
  func bytes(_ name: String) throws -> [UInt8]? {
    let place = self.place(name)
    var status = stat()
    guard lstat(place, &status) == 0 else {
      guard errno == ENOENT else { throw fault(place) }
      return nil
    }
    guard status.st_mode & S_IFMT == S_IFREG else { throw TileExportError.notOurs(path: place) }
    guard let data = FileManager.default.contents(atPath: place) else { throw fault(place) }
    return Array(data)
  }

  /// Writes a file that is not there; answers false when it is there and says the same.
  /// - Throws: ``TileExportError/notOurs(path:)`` when it says something else.
  func add(_ name: String, _ bytes: [UInt8]) throws -> Bool {
    if let there = try self.bytes(name) {
      guard there == bytes else { throw TileExportError.notOurs(path: place(name)) }
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
      throw TileExportError.unusable(path: folder.path, reason: error.localizedDescription)
    }
    let random = String(UInt64.random(in: .min ... .max), radix: 36)
    let temporary = folder.appending(path: ".throughline-\(random)").path
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

  private func fault(_ place: String) -> TileExportError {
    .unusable(path: place, reason: String(cString: strerror(errno)))
  }
}
