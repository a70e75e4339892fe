internal import EventLog
internal import Foundation
internal import InteractionModel
internal import SQLiteStore
internal import StoreConformance
internal import Testing

@Suite("Schema and files cannot be changed unnoticed, and nothing else alarms")
struct TamperedFileTests {
  // MARK: Schema and files

  @Test("Triggers that were dropped and not restored are found, one by one")
  func droppedTriggers() async throws {
    let base = try await TamperedLog.make()
    let raw = try RawConnection("\(base.path)/log.db")
    let triggers = try raw.texts("SELECT name FROM sqlite_master WHERE type = 'trigger'")
    #expect(triggers.count >= 2 * (try raw.tables().count - 3))
    for trigger in triggers {
      let found = try TamperedLog.problems(base, restoringTriggers: false) {
        try $0.rows("DROP TRIGGER \(trigger)")
      }
      #expect(found.map(\.what) == ["schema"])
      #expect(found.first?.expected.contains(trigger) == true)
      #expect(found.first?.position == nil)
    }
  }

  @Test("A trigger that no longer refuses is found")
  func weakTrigger() async throws {
    let found = try TamperedLog.problems(try await TamperedLog.make(), restoringTriggers: false) {
      raw in
      try raw.rows("DROP TRIGGER record_no_update")
      try raw.rows("CREATE TRIGGER record_no_update BEFORE UPDATE ON record BEGIN SELECT 1; END")
    }
    #expect(found.map(\.what) == ["schema"])
  }

  @Test("An attachment that is gone or altered is found at the record that names it")
  func attachments() async throws {
    let base = try await TamperedLog.make()
    for bytes in [nil, Data("other".utf8), Data()] {
      let copy = try TestDirectory(copying: base.path)
      let name = try #require(try copy.contents().keys.first { $0.hasPrefix("attachments/") })
      let url = URL(fileURLWithPath: "\(copy.path)/\(name)")
      try FileManager.default.removeItem(at: url)
      try bytes?.write(to: url)
      let store = try PlainLog.open(copy.path)
      let found = try store.verify(limit: 9) { _ in true }.problems
      #expect(found.map(\.what) == ["attachment"])
      #expect(found.map(\.position) == [Position(31)])
      try store.close()
    }
  }

  @Test("Bytes altered anywhere in the file: refused or reported, unless no row was hit")
  func rawBytes() async throws {
    let base = try await TamperedLog.make()
    let file = "\(base.path)/log.db"
    let original = try Data(contentsOf: URL(fileURLWithPath: file))
    var generator = SeededGenerator(seed: 17)
    var noticed = 0
    let rounds = Tier.isFull ? 400 : 40
    for _ in 0..<rounds {
      let copy = try TestDirectory(copying: base.path)
      var bytes = original
      let place = Int.random(in: 0..<bytes.count, using: &generator)
      bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &generator)
      try bytes.write(to: URL(fileURLWithPath: "\(copy.path)/log.db"))
      do {
        let store = try PlainLog.open(copy.path)
        defer { try? store.close() }
        let problems = try store.problems()
        guard problems.isEmpty else {
          noticed += 1
          continue
        }
        // Nobody noticed: then every record still reads as it was.
        let untouched = try PlainLog.open(base.path)
        #expect(
          try store.records(.all, in: ReadRange(), limit: 99)
            == untouched.records(.all, in: ReadRange(), limit: 99), "byte \(place)")
        try untouched.close()
      } catch {
        noticed += 1
      }
    }
    #expect(noticed > 0)
  }

  // MARK: No false alarm

  @Test("Copies made while a writer appends are sound, and so is the log itself meanwhile")
  func copiesWhileWriting() async throws {
    let directory = try await PlainLog.make()
    let writer = try PlainLog.open(directory.path)
    let reader = try PlainLog.open(directory.path)
    let writing = Task {
      var maker = EventMaker(seed: 44)
      var appended = 0
      while !Task.isCancelled {
        appended += try await writer.append(plain: maker.events(4)).count
      }
      return appended
    }
    var sizes: [Int64] = []
    for _ in 0..<5 {
      sizes.append(try reader.verify(limit: 9) { _ in true }.size)
      #expect(try reader.problems() == [])
      let copy = try TestDirectory()
      try RawConnection("\(directory.path)/log.db").rows("VACUUM INTO '\(copy.path)/log.db'")
      let store = try PlainLog.open(copy.path)
      #expect(try store.problems() == [])
      try store.close()
    }
    writing.cancel()
    let appended = try await writing.value
    #expect(sizes == sizes.sorted())
    #expect(try reader.head().position.rawValue == Int64(appended) + 6)
    try writer.close()
    try reader.close()
  }

  @Test("Verifying stops when it is told to, and after as many problems as are wanted")
  func stops() async throws {
    let base = try await TamperedLog.make()
    let copy = try TestDirectory(copying: base.path)
    try RawConnection("\(copy.path)/log.db").withoutTriggers {
      try $0.rows("UPDATE record SET recorded = recorded + 1")
    }
    let store = try PlainLog.open(copy.path)
    let result = try store.verify(limit: 3) { _ in true }
    #expect(result.problems.map(\.position) == [Position(1), Position(2), Position(3)])
    #expect(result.size == 3)
    try store.close()
  }
}
