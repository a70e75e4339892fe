internal import EventLog
internal import Foundation
internal import InteractionModel
internal import Merkle
internal import Testing
internal import Vault

@testable import SQLiteStore

@Suite("Opening everything to verify it")
struct TestOpeningTests {
  private static let long = String(repeating: "long ", count: 20_000)

  /// A log with words of six people at positions 2 to 7, those at 6 in an attachment; closed.
  private func prepared() async throws -> TestDirectory {
    let directory = try TestDirectory()
    let sealed = try await SealedLog(directory.path)
    _ = try await sealed.log.append(
      (2...7).map { SealedLog.message($0, ["text": .string($0 == 6 ? Self.long : "Hello")]) })
    try sealed.close()
    return directory
  }

  private func found(
    _ directory: TestDirectory, limit: Int = 100
  ) async throws -> (opening: TestOpening, found: [String]) {
    let sealed = try await SealedLog(directory.path)
    defer { try? sealed.close() }
    let opening = try sealed.log.testOpening(limit: limit)
    return (opening, opening.problems.map { "\($0.position?.rawValue ?? -1) \($0.what)" })
  }

  /// Changes records as somebody would who computes their leaves anew.
  private func alter(
    _ directory: TestDirectory, _ change: (inout [Int64: JSONObject]) -> Void
  ) throws {
    let log = try RawConnection("\(directory.path)/log.db")
    try log.withoutTriggers { log in
      var lines: [Int64: JSONObject] = [:]
      for case .integer(let position) in try log.rows("SELECT position FROM record").map(\.[0]) {
        let row = try log.rows(
          "SELECT line FROM record WHERE position = ?", [.integer(position)])
        guard case .blob(let line) = row[0][0] else { continue }
        lines[position] = try JSONValue(parsing: line).object
      }
      let before = lines
      change(&lines)
      for (position, object) in lines where object != before[position] {
        let line = object.canonicalBytes
        try log.rows(
          "UPDATE record SET line = ?, leaf = ? WHERE position = ?",
          [.blob(line), .blob(Hash.leaf(line).bytes), .integer(position)])
      }
    }
    #expect(
      try SQLiteEventStore.verify(directory: directory.path, limit: 9) { _ in true }.problems == [])
  }

  @Test("counts what opens and what was erased, and finds nothing else")
  func sound() async throws {
    let directory = try await prepared()
    let (opening, found) = try await found(directory)
    #expect(found == [] && opening.opened == 6 && opening.erased == 0)

    let sealed = try await SealedLog(directory.path)
    let keys = try sealed.keys.keys(inScope: .conversation("c-4")).map(\.keyID)
    var request = NewEvent(id: .random(), stream: .erasures, type: .erasureRequested)
    request.body = ["erasure": "e-1", "subjects": 1]
    _ = try await sealed.log.append([request], destroying: KeyDestruction(keys))
    // Before the vault has come to it, and afterwards.
    for _ in 0..<2 {
      let opening = try sealed.log.testOpening()
      #expect(opening.problems == [] && opening.opened == 5 && opening.erased == 1)
      _ = try sealed.keys.destroy(keys)
    }
    try sealed.close()
  }

  @Test("finds the sealed data of two records exchanged, with leaves that match")
  func exchanged() async throws {
    let directory = try await prepared()
    try alter(directory) { lines in
      let (first, second) = (lines[2]?["sealed"], lines[3]?["sealed"])
      lines[2]?["sealed"] = second
      lines[3]?["sealed"] = first
    }
    #expect(try await found(directory).found == ["2 part 0: commitment", "3 part 0: commitment"])
    #expect(try await found(directory, limit: 1).found == ["2 part 0: commitment"])
    #expect(try await found(directory).opening.opened == 4)
  }

  @Test("finds a part whose data, place or type is not that of its sealing")
  func altered() async throws {
    let directory = try await prepared()
    try alter(directory) { lines in
      lines[4]?["schema"] = 2
      for position: Int64 in [2, 3] {
        guard var part = lines[position]?["sealed"]?.array?.first?.object else { continue }
        let field = position == 2 ? "data" : "commitment"
        let text = part[field]?.string ?? ""
        part[field] = .string((text.hasPrefix("A") ? "B" : "A") + text.dropFirst())
        lines[position]?["sealed"] = [.object(part)]
      }
    }
    #expect(
      try await found(directory).found == [
        "2 part 0: tag", "3 part 0: commitment", "4 part 0: tag",
      ])
  }

  @Test("finds a part that says something else than its root, and names record and part")
  func otherRoot() async throws {
    let directory = try await prepared()
    try alter(directory) { lines in
      // In place 6 the text is in an attachment.
      for position: Int64 in [3, 6] {
        guard var part = lines[position]?["sealed"]?.array?.first?.object else { continue }
        part["root"] = lines[4]?["sealed"]?.array?.first?["root"]
        lines[position]?["sealed"] = [.object(part)]
      }
    }
    let (opening, found) = try await found(directory)
    #expect(found == ["3 part 0: root", "6 part 0: root"])
    #expect(opening.problems.first?.found == "another one" && opening.opened == 4)
  }

  @Test("finds keys and attachments that are not there or are others")
  func missing() async throws {
    let directory = try await prepared()
    let vault = try RawConnection("\(directory.path)/vault.db")
    try vault.rows("UPDATE subject_key SET wrapped = NULL WHERE scope = 'conversation-c-2'")
    try vault.rows("DELETE FROM subject_key WHERE scope = 'conversation-c-3'")
    try vault.rows(
      """
      UPDATE subject_key SET wrapped = zeroblob(40) WHERE scope = 'conversation-c-4'
      """)
    #expect(
      try await found(directory).found == ["2 part 0: key", "3 part 0: key", "4 part 0: key"])

    let folder = "\(directory.path)/attachments"
    let file = try #require(
      try FileManager.default.subpathsOfDirectory(atPath: folder).first { path in
        var isFolder: ObjCBool = false
        return FileManager.default.fileExists(atPath: "\(folder)/\(path)", isDirectory: &isFolder)
          && !isFolder.boolValue
      })
    var bytes = try Data(contentsOf: URL(fileURLWithPath: "\(folder)/\(file)"))
    bytes[40] ^= 1
    try bytes.write(to: URL(fileURLWithPath: "\(folder)/\(file)"))
    let altered = try await found(directory)
    #expect(altered.found.last == "6 part 0: attachment")
    #expect(altered.opening.problems.last?.found == "bytes of another hash")
    try FileManager.default.removeItem(atPath: "\(folder)/\(file)")
    let gone = try await found(directory)
    #expect(gone.found.last == "6 part 0: attachment" && gone.found.count == 4)
    #expect(gone.opening.problems.last?.found.hasPrefix("no file") == true)
  }

  @Test("finds rows of the vault that say otherwise whose a key is than the records do")
  func rows() async throws {
    let directory = try await prepared()
    let sealed = try await SealedLog(directory.path)
    var named = SealedLog.message(8)
    named.actor = Actor(type: "party", id: "p-8")
    var noted = NewEvent(id: .random(), stream: StreamID(.party("p-9")), type: .noteAdded)
    noted.personal = [PersonalPart(subject: noted.defaultSubject, content: ["text": "mine"])]
    var called = SealedLog.message(10)
    called.personal = [
      PersonalPart(
        subject: Subject(scope: .conversation("c-10"), participant: "Jane", party: nil),
        content: ["text": "hers"])
    ]
    _ = try await sealed.log.append([named, noted, called])
    try sealed.close()
    #expect(try await found(directory).found == [])
    let vault = try RawConnection("\(directory.path)/vault.db")
    for (scope, change) in [
      ("conversation-c-3", "scope = 'conversation-c-99'"), ("conversation-c-4", "kind = 'agent'"),
      ("conversation-c-8", "party = 'p-1'"), ("party-p-9", "party = 'p-1'"),
    ] {
      try vault.rows("UPDATE subject_key SET \(change) WHERE scope = '\(scope)'")
    }
    let found = try await found(directory)
    #expect(found.found == [3, 4, 8, 9].map { "\($0) key in the vault" })
    #expect(
      found.opening.problems.map(\.found) == [
        "party in conversation-c-99, party p-3", "agent in conversation-c-4, party p-4",
        "party in conversation-c-8, party p-1", "self in party-p-9, party p-1",
      ])
    #expect(found.opening.problems.last?.expected == "self in party-p-9, party p-9")
    #expect(found.opening.opened == 9, "all of it opens")
  }

  @Test("stops when it is told to, and says so of another master key instead of of every part")
  func ends() async throws {
    let directory = try await prepared()
    let sealed = try await SealedLog(directory.path)
    #expect(try sealed.log.testOpening { _ in false }.problems == [])
    let other = try Vault.open(sealed.keys, master: try SealedLog.master.orThrow())
    try other.rotateMaster(to: .random())
    let error = #expect(throws: StorageFault.self) { try sealed.log.testOpening() }
    #expect(error?.code == .rotated)
    try sealed.close()
  }
}
