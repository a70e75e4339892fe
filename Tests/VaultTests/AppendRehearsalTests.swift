import EventLog
import InteractionModel
import Testing

@testable import Vault

@Suite("A rehearsed append")
struct AppendRehearsalTests {
  private static func event(_ number: Int, _ content: JSONObject = ["text": "x"]) -> NewEvent {
    message(content, id: EventID(high: 1, low: UInt64(number)))
  }

  /// Batches that a log refuses, or has in part; each is tried after those before it.
  static let batches: [[NewEvent]] = {
    var other = event(1)
    other.channel = .email
    var linked = event(1)
    linked.case = "C-1"
    var malformed = event(20)
    malformed.party = "a\u{1}b"
    var body = event(21)
    body.body["flags"] = .array((0..<2_000).map { .string("flag-\($0)") })
    var personal = event(22)
    personal.actor = Actor(type: "agent", id: "6175550123")
    return [
      [event(1), event(2)],
      // The same again; under another case; with other content.
      [event(1)], [linked], [other], [event(3), other], [event(3)],
      // Twice in one batch: the same, with another case, with other content.
      [event(4), event(4)], [event(5), event(5, ["text": "y"])], [event(6), event(1), event(7)],
      // Too large: the body, the line; and what only looks so, because it moves to an attachment.
      [body], [event(8, ["list": .array((0..<20_000).map { .string("entry \($0)") })])],
      [event(9, ["text": .string(String(repeating: "long ", count: 30_000))])],
      [event(9, ["text": .string(String(repeating: "other", count: 30_000))])],
      [malformed], [personal], [event(10), malformed],
      [event(10), event(9, ["text": .string(String(repeating: "long ", count: 30_000))])],
    ]
  }()

  private func outcome(
    _ body: () async throws(AppendError) -> [(Position, Bool)]
  ) async -> String {
    do throws(AppendError) {
      return try await body().map { "\($0.0)\($0.1 ? " again" : "")" }.joined(separator: ", ")
    } catch {
      return error.description
    }
  }

  @Test("answers and refuses as the append does, batch after batch, and changes nothing")
  func same() async throws {
    let played = try await Fixture()
    let fixture = try await Fixture()
    // Something is there already.
    for log in [played.log, fixture.log] { _ = try await log.append([Self.event(2)]) }
    let rehearsal = AppendRehearsal(fixture.log)
    for (number, batch) in Self.batches.enumerated() {
      let expected = await outcome { () async throws(AppendError) in
        try await played.log.append(batch).map { ($0.position, $0.isDuplicate) }
      }
      let rehearsed = await outcome { () async throws(AppendError) in
        try await rehearsal.append(batch).map { ($0.position, $0.isDuplicate) }
      }
      #expect(rehearsed == expected, "batch \(number)")
    }
    #expect(played.store.head().position > fixture.store.head().position)
    #expect(fixture.store.head().position == Position(2))
    // One subject was there before, and no other has got a key.
    #expect(try fixture.rows.keys(inScope: .conversation("c-1")).count == 1)
  }

  @Test("makes no key and no attachment for whom it is about")
  func leavesNothing() async throws {
    let fixture = try await Fixture()
    let text = String(repeating: "long ", count: 30_000)
    let answer = try await AppendRehearsal(fixture.log).append([Self.event(1, ["t": .string(text)])]
    )
    #expect(answer.map(\.position) == [Position(2)])
    #expect(try fixture.rows.keys(inScope: .conversation("c-1")).isEmpty)
    #expect(fixture.store.head().position == Position(1))
  }

  @Test("tells the fault of a log that cannot be asked")
  func unreadable() async throws {
    let master = MasterKey.random()
    let fixture = try await Fixture(master: master)
    _ = try await fixture.log.append([Self.event(1)])
    let damaged = try Vault.open(DamagedVaultStore(fixture.rows) { _ in nil }, master: master)
    let rehearsal = AppendRehearsal(InteractionLog(store: fixture.store, vault: damaged))
    let error = await #expect(throws: AppendError.self) {
      _ = try await rehearsal.append([Self.event(1)])
    }
    guard case .storage? = error else {
      Issue.record("called it the same")
      return
    }
  }
}
