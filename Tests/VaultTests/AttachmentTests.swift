import EventLog
import InteractionModel
import Testing

@testable import Vault

@Suite struct AttachmentTests {
  static let megabyte = String(repeating: "All of it, word for word. ", count: 40_330)

  @Test("A string of a megabyte goes to an attachment and comes back")
  func longString() async throws {
    let fixture = try await Fixture()
    let event = message(["text": .string(Self.megabyte), "subject": "bins", "list": ["a", "b"]])
    let record = try await fixture.record(event)
    let part = try #require(try record.sealedParts().first)
    #expect(part.attachments.count == 1)
    let file = try #require(fixture.store.attachment(part.attachments[0]))
    #expect(file.count > Self.megabyte.utf8.count && (file.count - 12 - 16) % 32 == 0)
    #expect(part.data.count < 1_000)
    #expect(try fixture.results(record) == [.opened(event.personal[0].content)])
  }

  @Test("Of many strings the longest go, over all parts, until the rest fits")
  func manyStrings() async throws {
    let fixture = try await Fixture()
    var first: JSONObject = ["short": "stays"]
    var second = JSONObject()
    for number in 0..<40 {
      let text = String(repeating: "\u{1}é\"", count: 100 + number * 10)
      first["f\(number)"] = [.string(text), ["deep": .string(text + "!")]]
      second["s\(number)"] = .string(text)
    }
    var event = message(first)
    event.personal.append(PersonalPart(subject: bob, content: second))
    let record = try await fixture.record(event)
    let parts = try record.sealedParts()
    #expect(parts.allSatisfy { !$0.attachments.isEmpty && $0.attachments.count < 80 })
    #expect(parts.reduce(0) { $0 + $1.data.count } <= RecordLine.maximumPersonalBytes + 100)
    #expect(try fixture.results(record) == [.opened(first), .opened(second)])
  }

  @Test("Up to 32 KiB of personal JSON nothing moves")
  func limit() async throws {
    let fixture = try await Fixture()
    for (extra, count) in [(0, 0), (1, 1)] {
      // {"t":"…"} has 8 bytes beside its text.
      let text = String(repeating: "x", count: RecordLine.maximumPersonalBytes - 8 + extra)
      let record = try await fixture.record(message(["t": .string(text)]))
      #expect(try record.sealedParts()[0].attachments.count == count)
      #expect(try fixture.results(record) == [.opened(["t": .string(text)])])
    }
  }

  @Test("Personal data without long strings that does not fit is refused")
  func tooLarge() async throws {
    let fixture = try await Fixture()
    let event = message(["list": .array((0..<20_000).map { .string("entry \($0)") })])
    let error = await appendError { () async throws(AppendError) in
      try await fixture.log.append([event])
    }
    guard case .invalid(let id, .lineTooLarge)? = error else {
      Issue.record("recorded what cannot fit")
      return
    }
    #expect(id == event.id)
    #expect(fixture.store.head().position == Position(1))
  }

  /// What a source may send to be taken for a reference of ours.
  static let forgeries: [JSONObject] = [
    ["$attachment": "00", "bytes": 2],
    ["a": ["$attachment": "00", "bytes": 2], "b": ["$$attachment": "x", "$attachment": 1]],
    ["$$$attachment": ["$attachment": nil]], ["x$attachment": 1, "$attachments": 2],
    ["text": "{\"$attachment\":\"00\",\"bytes\":2}"],
  ]

  @Test("An object of a source that looks like a reference stays what it is", arguments: forgeries)
  func forged(content: JSONObject) async throws {
    let fixture = try await Fixture()
    let short = try await fixture.record(message(content))
    #expect(try fixture.results(short) == [.opened(content)])
    var long = content
    long["zz"] = .string(Self.megabyte)
    let record = try await fixture.record(message(long))
    #expect(try record.sealedParts()[0].attachments.count == 1)
    #expect(try fixture.results(record) == [.opened(long)])
  }

  @Test("The list of attachments cannot be changed")
  func alteredList() async throws {
    let fixture = try await Fixture()
    let event = message(["a": .string(Self.megabyte), "b": .string(Self.megabyte + "!")])
    let record = try await fixture.record(event)
    let stored = try #require(try fixture.store.record(at: record.position))
    let names = try record.sealedParts()[0].attachments.map(JSONValue.string)
    #expect(names.count == 2)
    for list in [[], Array(names.reversed()), names + names, names + ["00"], [names[0]]] {
      let altered = try Record.altered(stored) { line in
        line.alterPart { $0["attachments"] = list.isEmpty ? nil : .array(list) }
      }
      #expect(try fixture.results(altered) == [.unavailable(.altered)])
    }
  }

  @Test("An attachment that is missing or altered makes its part unavailable")
  func damagedFile() async throws {
    let fixture = try await Fixture()
    let record = try await fixture.record(message(["text": .string(Self.megabyte)]))
    func result(_ change: (inout [UInt8]?) -> Void) throws -> [Opening] {
      try fixture.vault.open(record, origin: "city-hall") { name in
        var file = fixture.store.attachment(name)
        change(&file)
        return file
      }.map(\.result)
    }
    #expect(try result { $0 = nil } == [.unavailable(.attachmentMissing)])
    #expect(try result { $0?[500_000] ^= 1 } == [.unavailable(.altered)])
    #expect(try result { $0?.removeLast() } == [.unavailable(.altered)])
    #expect(try result { _ in }.map(\.state) == ["opened"])
    #expect(throws: StorageFault.self) {
      try fixture.vault.open(record, origin: "city-hall") { _ throws(StorageFault) in
        throw StorageFault(code: .io, reason: "the disk is gone")
      }
    }
  }

  @Test("Attachments go with the key of their subject")
  func erasedAttachment() async throws {
    let fixture = try await Fixture()
    let record = try await fixture.record(message(["text": .string(Self.megabyte)]))
    try await fixture.erase(try record.sealedParts().map(\.key))
    #expect(try fixture.results(record) == [.erased])
  }

  @Test("An event that is appended again leaves no second file")
  func duplicate() async throws {
    let fixture = try await Fixture()
    let event = message(["text": .string(Self.megabyte)])
    _ = try await fixture.record(event)
    let again = try fixture.log.prepare([event])
    #expect(try await fixture.log.append(again).map(\.isDuplicate) == [true])
    let file = try #require(again.attachments.first?.files.first)
    #expect(fixture.store.attachment(file.name) == nil)
  }
}
