import Foundation
import InteractionModel
import Testing

@Suite("A store of which a file is missing or empty")
struct LostFilesTests {
  /// What is done to a directory.
  enum Loss: String, CaseIterable, CustomTestStringConvertible {
    case noDirectory = "no directory"
    case emptyDirectory = "an empty directory"
    case logMissing = "log.db missing"
    case logEmpty = "log.db empty"
    case logWithoutRecords = "log.db without a record"
    case catalogueMissing = "catalogue.db missing"
    case catalogueEmpty = "catalogue.db empty"

    var testDescription: String { rawValue }

    /// What the refusal says.
    var words: [String] {
      switch self {
      case .noDirectory, .emptyDirectory: ["throughline init"]
      case .logMissing, .logEmpty, .logWithoutRecords:
        ["vault.db has", "projections/", "is at position", "put back the copy of log.db"]
      case .catalogueMissing, .catalogueEmpty: ["projections/", "catalogue.db"]
      }
    }

    func happen(to tool: Tool) throws {
      let files = FileManager.default
      func lose(_ name: String, isEmptied: Bool) throws {
        for suffix in ["", "-wal", "-shm"] {
          try? files.removeItem(atPath: "\(tool.store)/\(name)\(suffix)")
        }
        if isEmptied { _ = files.createFile(atPath: "\(tool.store)/\(name)", contents: nil) }
      }
      switch self {
      case .noDirectory: try files.removeItem(atPath: tool.store)
      case .emptyDirectory:
        try files.removeItem(atPath: tool.store)
        try files.createDirectory(atPath: tool.store, withIntermediateDirectories: true)
      case .logMissing: try lose("log.db", isEmptied: false)
      case .logEmpty: try lose("log.db", isEmptied: true)
      case .logWithoutRecords:
        for table in ["record", "recent"] {
          try tool.rawLog().alter(table, "DELETE FROM \(table)")
        }
        _ = try tool.rawLog().rows("PRAGMA wal_checkpoint(TRUNCATE)")
      case .catalogueMissing: try lose("catalogue.db", isEmptied: false)
      case .catalogueEmpty: try lose("catalogue.db", isEmptied: true)
      }
    }
  }

  @Test(
    "is refused by every command that reads, which says why and makes nothing",
    arguments: Loss.allCases)
  func reading(_ loss: Loss) throws {
    let tool = try Tool(copying: Prepared.city.tool)
    try loss.happen(to: tool)
    let before = try tool.files()
    for command in ReadingCommands.all {
      let output = try tool.run(command)
      #expect(output.code == 3, "\(command): \(output.errors)")
      for words in loss.words {
        #expect(output.errors.contains(words), "\(command): \(output.errors)")
      }
      #expect(try tool.files() == before, "\(command) made or changed something")
    }
  }

  @Test(
    "is refused by every command that writes, init among them, and nothing is made",
    arguments: [Loss.logMissing, .logEmpty, .logWithoutRecords, .catalogueMissing, .catalogueEmpty])
  func writing(_ loss: Loss) throws {
    let tool = try Tool(copying: Prepared.city.tool)
    try loss.happen(to: tool)
    let before = try tool.files()
    for command in ReadingCommands.writing + [["init"]] {
      let output = try tool.run(command, input: cloudEvent("case.opened"))
      #expect(output.code == 3, "\(command): \(output.errors)")
      for words in loss.words {
        #expect(output.errors.contains(words), "\(command): \(output.errors)")
      }
    }
    #expect(try tool.files() == before)
  }

  @Test("answers again when the copy is back")
  func back() throws {
    let tool = try Tool(copying: Prepared.city.tool)
    let head = try tool.head()
    let log = try Data(contentsOf: URL(filePath: "\(tool.store)/log.db"))
    let wal = try? Data(contentsOf: URL(filePath: "\(tool.store)/log.db-wal"))
    try Loss.logEmpty.happen(to: tool)
    #expect(try tool.run("status").code == 3)
    try log.write(to: URL(filePath: "\(tool.store)/log.db"))
    try wal?.write(to: URL(filePath: "\(tool.store)/log.db-wal"))
    #expect(try tool.head() == head)
    #expect(try tool.json("replay")["equal"] == true)
  }

  @Test("is finished by init when it was begun and knows nothing yet")
  func unfinished() throws {
    let tool = try Tool()
    for name in ["log.db", "log.db-wal", "log.db-shm", "catalogue.db", "projections"] {
      try? FileManager.default.removeItem(atPath: "\(tool.store)/\(name)")
    }
    // The vault and its key are there, without a key of anybody.
    #expect(try tool.run("status").code == 3)
    _ = FileManager.default.createFile(atPath: "\(tool.store)/log.db", contents: nil)
    let output = try tool.run("status")
    #expect(output.code == 3 && output.errors.contains("throughline init"), "\(output.errors)")
    try tool.succeed("init", "--origin", "test.example/log")
    #expect(try tool.head() == 1)
  }

  @Test("of which only the write-ahead log is left is not taken for a new one")
  func writeAheadLog() throws {
    let tool = try Tool(initialised: false)
    try FileManager.default.createDirectory(
      atPath: tool.store, withIntermediateDirectories: true)
    let left = URL(filePath: "\(tool.store)/log.db-wal")
    let bytes = Data((0..<4_152).map { UInt8(truncatingIfNeeded: $0) })
    try bytes.write(to: left)
    for command in [["init"], ["status"], ["append"]] {
      let output = try tool.run(command, input: [])
      #expect(output.code == 3 && output.errors.contains("log.db-wal"), "\(output.errors)")
      #expect(try Data(contentsOf: left) == bytes)
    }
  }

  @Test("whose vault is empty opens nothing, appends nothing and is asked back")
  func vault() throws {
    let tool = try Tool(copying: Prepared.city.tool)
    let path = "\(tool.store)/vault.db"
    for suffix in ["", "-wal", "-shm"] {
      try? FileManager.default.removeItem(atPath: path + suffix)
    }
    _ = FileManager.default.createFile(atPath: path, contents: nil)
    for command in [["init"], ["append"], ["log", "--open", "--purpose", "audit"]] {
      let output = try tool.run(command, input: cloudEvent("case.opened"))
      #expect(output.code == 3 && output.errors.contains("vault.db is empty"), "\(output.errors)")
      #expect(try Data(contentsOf: URL(filePath: path)).isEmpty)
    }
    for command in ReadingCommands.all {
      // What verifies says that no key is there; nothing else that reads asks for one.
      let code: Int32 = command == ["verify"] ? 1 : 0
      #expect(try tool.run(command).code == code, "\(command)")
    }
    #expect(try Data(contentsOf: URL(filePath: path)).isEmpty)
  }
}
