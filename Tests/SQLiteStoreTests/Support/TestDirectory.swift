internal import Foundation

/// A directory that is removed when nobody holds it any more.
final class TestDirectory: Sendable {
  let path: String

  /// A new directory.
  /// - Parameter other: what it holds at first; nothing when nil.
  /// - Throws: when it cannot be made.
  init(copying other: String? = nil) throws {
    path = NSTemporaryDirectory() + "sqlite-store-\(UUID().uuidString)"
    if let other {
      try FileManager.default.copyItem(atPath: other, toPath: path)
    } else {
      try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  /// The bytes of every file in it, by path below it.
  func contents() throws -> [String: Data] {
    var contents: [String: Data] = [:]
    for name in try FileManager.default.subpathsOfDirectory(atPath: path) {
      var isFolder: ObjCBool = false
      let file = "\(path)/\(name)"
      guard FileManager.default.fileExists(atPath: file, isDirectory: &isFolder),
        !isFolder.boolValue
      else { continue }
      contents[name] = try Data(contentsOf: URL(fileURLWithPath: file))
    }
    return contents
  }
}

/// Which tests run.
enum Tier {
  /// Whether the sweeps that take long are asked for: `Tools/test --full` sets the variable.
  static let isFull = ProcessInfo.processInfo.environment["THROUGHLINE_FULL"] == "1"
}
