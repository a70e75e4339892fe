import Foundation
import Testing

/// The published test vectors, where a machine has them beside the repository.
enum Vectors {
  static let folder: URL = {
    let here = URL(fileURLWithPath: #filePath).resolvingSymlinksInPath()
    return here.deletingLastPathComponent()
      .appendingPathComponent("../../../shared/data/vectors").standardizedFileURL
  }()

  static func has(_ path: String) -> Bool {
    FileManager.default.fileExists(atPath: folder.appendingPathComponent(path).path)
  }

  static func bytes(_ path: String) throws -> [UInt8] {
    Array(try Data(contentsOf: folder.appendingPathComponent(path)))
  }

  static func names(in path: String, prefix: String) throws -> [String] {
    let folder = folder.appendingPathComponent(path).path
    return try FileManager.default.contentsOfDirectory(atPath: folder)
      .filter { $0.hasPrefix(prefix) && $0.hasSuffix(".json") }.sorted()
  }
}
