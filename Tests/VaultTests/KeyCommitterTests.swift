import Dispatch
import EventLog
import InteractionModel
import Synchronization
import Testing

@_spi(Opening) @testable import Vault

/// Answers for the store of a vault, one group at a time, when it is told to.
private final class Groups: Sendable {
  private let started = DispatchSemaphore(value: 0)
  private let gate = DispatchSemaphore(value: 0)
  private let seen = Mutex<[[Subject]]>([])
  private let fault: @Sendable ([Subject]) -> StorageFault?

  init(fault: @escaping @Sendable ([Subject]) -> StorageFault? = { _ in nil }) {
    self.fault = fault
  }

  var all: [[Subject]] { seen.withLock { $0 } }

  /// The first group waits until the rest has come.
  func obtain(_ subjects: [Subject]) throws(StorageFault) -> [DataKey] {
    let isFirst = seen.withLock { seen in
      seen.append(subjects)
      return seen.count == 1
    }
    if isFirst {
      started.signal()
      gate.wait()
    }
    if let fault = fault(subjects) { throw fault }
    return subjects.map { DataKey(id: $0.participant, key: MasterKey.random().key) }
  }

  func waitForFirst() async {
    await withCheckedContinuation { continuation in
      DispatchQueue.global().async {
        self.started.wait()
        continuation.resume()
      }
    }
  }

  func open() { gate.signal() }
}

private func subject(_ number: Int, party: String? = nil) -> Subject {
  Subject(scope: .conversation("c-1"), participant: "party:p-\(number)", party: party)
}

@Suite("Keys for concurrent appends")
struct KeyCommitterTests {
  /// Lets one caller begin a commit, the others come while it lasts, and answers what each got.
  private func ask(
    _ callers: [[Subject]], _ groups: Groups
  ) async -> [Result<[String], StorageFault>] {
    let committer = KeyCommitter()
    return await withTaskGroup(of: (Int, Result<[String], StorageFault>).self) { tasks in
      func start(_ caller: Int) {
        tasks.addTask {
          do throws(StorageFault) {
            let keys = try await committer.keys(for: callers[caller]) {
              subjects throws(StorageFault) in
              try groups.obtain(subjects)
            }
            return (caller, .success(keys.map(\.id)))
          } catch {
            return (caller, .failure(error))
          }
        }
      }
      start(0)
      await groups.waitForFirst()
      for caller in callers.indices.dropFirst() { start(caller) }
      while committer.waitingCount < callers.count - 1 { await Task.yield() }
      groups.open()
      var answers = [Result<[String], StorageFault>?](repeating: nil, count: callers.count)
      for await (caller, answer) in tasks { answers[caller] = answer }
      return answers.compactMap { $0 }
    }
  }

  private func code(of answer: Result<[String], StorageFault>) -> StorageFault.Code? {
    guard case .failure(let fault) = answer else { return nil }
    return fault.code
  }

  @Test("Whoever comes during a commit shares the next one, each subject once")
  func grouped() async throws {
    let groups = Groups()
    let callers = [[subject(0)]] + (1...64).map { [subject($0 % 10), subject($0)] }
    let answers = await ask(callers, groups)
    for (caller, answer) in zip(callers, answers) {
      #expect(try answer.get() == caller.map(\.participant))
    }
    #expect(groups.all.count == 2)
    #expect(groups.all[1].count == Set(groups.all[1]).count)
    #expect(Set(groups.all[1]) == Set(callers.dropFirst().joined()))
  }

  @Test("The party that one of several callers knows goes into the commit")
  func party() async {
    let groups = Groups()
    _ = await ask(
      [[subject(0)], [subject(1)], [subject(1, party: "p-1")], [subject(1)]], groups)
    #expect(groups.all.dropFirst().joined().map(\.party) == ["p-1"])
  }

  @Test("A commit that fails fails for all who share it, and for nobody else")
  func failing() async throws {
    let groups = Groups { subjects in
      subjects.count > 1 ? StorageFault(code: .full, reason: "the disk is full") : nil
    }
    let answers = await ask([[subject(0)]] + (1...8).map { [subject($0)] }, groups)
    #expect(try answers[0].get() == ["party:p-0"])
    for answer in answers.dropFirst() { #expect(code(of: answer) == .full) }
    #expect(groups.all.count == 2)
  }

  @Test("Who is being erased is refused to whoever asked for them, and to nobody else")
  func closed() async throws {
    let groups = Groups { subjects in
      subjects.contains(subject(3)) ? .closedByErasure : nil
    }
    let answers = await ask([[subject(0)]] + (1...5).map { [subject($0)] }, groups)
    for (number, answer) in answers.enumerated() {
      if number == 3 {
        #expect(code(of: answer) == .erasing)
      } else {
        #expect(try answer.get() == ["party:p-\(number)"])
      }
    }
  }

  @Test("Concurrent appends about new and known subjects leave one live key a subject")
  func appends() async throws {
    let fixture = try await Fixture()
    try await withThrowingTaskGroup(of: Void.self) { group in
      for writer in 0..<64 {
        group.addTask {
          for number in 0..<4 {
            _ = try await fixture.log.append([message(subject: subject((writer + number) % 16))])
          }
        }
      }
      try await group.waitForAll()
    }
    let keys = try fixture.rows.keys(inScope: .conversation("c-1"))
    #expect(keys.count == 16)
    #expect(Set(keys.map(\.participant)).count == 16)
    var opened = 0
    try fixture.log.forEachOpened { record, parts in
      for part in parts {
        guard case .opened = part.result else {
          Issue.record("a part of \(record.position) is not open: \(part.result.state)")
          continue
        }
        opened += 1
      }
      return true
    }
    #expect(opened == 256)
  }
}

@Suite("Opening a log on all cores")
struct ForEachOpenedTests {
  @Test("gives each record with what opening it alone gives, in order, erased parts included")
  func same() async throws {
    let fixture = try await Fixture()
    let subjects = (0..<7).map { subject($0) } + [alice, bob]
    for start in stride(from: 0, to: 3_000, by: 500) {
      _ = try await fixture.log.append(
        (start..<start + 500).map { number in
          var event = message(["text": .string("Nº \(number)")], subject: subjects[number % 9])
          if number % 5 == 0 { event.personal = [] }
          return event
        })
    }
    let erased = try #require(fixture.rows.keys(inScope: .conversation("c-1")).first)
    try await fixture.erase([erased.keyID])
    let expected = try fixture.store.records(.all, in: ReadRange(), limit: 4_000).map { stored in
      let record = try stored.decoded()
      return (record, try fixture.log.open(record))
    }
    var place = 0
    try fixture.log.forEachOpened { record, parts in
      #expect(record == expected[place].0 && parts == expected[place].1)
      place += 1
      return true
    }
    #expect(place == expected.count)
    #expect(expected.contains { $0.1.contains { $0.result == .erased } })
  }

  @Test("stops on demand")
  func stopping() async throws {
    let fixture = try await Fixture()
    _ = try await fixture.log.append((0..<2_000).map { _ in message() })
    var seen = 0
    try fixture.log.forEachOpened(in: ReadRange(after: Position(1))) { record, parts in
      seen += 1
      #expect(parts.count == 1)
      return seen < 1_500
    }
    #expect(seen == 1_500)
  }
}
