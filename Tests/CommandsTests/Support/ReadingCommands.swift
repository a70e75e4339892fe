import Foundation
import InteractionModel

/// The commands that only read, with nothing to ask for by name.
enum ReadingCommands {
  static let all: [[String]] = [
    ["status"], ["verify"], ["log"], ["case", "list"], ["conversation", "list"],
    ["handoff", "list"], ["party", "list"], ["response", "list"], ["hold", "list"],
    ["erasure", "list"], ["access", "list"], ["replay"],
  ]

  /// Commands that append or write read models.
  static let writing: [[String]] = [
    ["append"], ["project"], ["rebuild", "CaseState"], ["import", "cloudevents", "/dev/null"],
  ]
}

extension Tool {
  /// What is in the store's directory: each file with its bytes, each folder with none; nil when it is
  /// not there.
  func files() throws -> [String: Data]? {
    guard FileManager.default.fileExists(atPath: store) else { return nil }
    var files: [String: Data] = [:]
    for name in try FileManager.default.subpathsOfDirectory(atPath: store) {
      files[name] = (try? Data(contentsOf: URL(filePath: "\(store)/\(name)"))) ?? Data()
    }
    return files
  }
}
