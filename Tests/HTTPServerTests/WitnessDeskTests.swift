import HTTPServer
import Merkle
import Synchronization
import Testing

@Suite("A witness cosigns what extends all that it cosigned before")
struct WitnessDeskTests {
  /// A witness of one log.
  private struct Stand {
    let log = try? WitnessedLog()
    let memory: any WitnessMemory
    let key: SigningKey
    let desk: WitnessDesk
    let news = News()

    final class News: Sendable {
      let told = Mutex<[WitnessNews]>([])
      var alarms: [WitnessRefusal] {
        told.withLock {
          $0.compactMap { if case .refused(let refusal) = $0 { refusal } else { nil } }
        }
      }
    }

    init(_ memory: any WitnessMemory = VolatileWitnessMemory()) throws {
      key = try SigningKey(name: "witness.example/w1", algorithm: .cosignature)
      self.memory = memory
      let log = try VerifierKey(WitnessedLog(0).key.verifier.description)
      desk = WitnessDesk(
        try Witness(key, cosigning: [log]), memory: memory, now: { 1_800_000_000 },
        tell: { [news] told in news.told.withLock { $0.append(told) } })
    }

    func answer(_ request: WitnessRequest) async -> WitnessAnswer {
      await desk.answer(request.bytes)
    }
  }

  @Test("with a signature that anybody verifies, and at once again when the answer was lost")
  func cosigns() async throws {
    let stand = try Stand()
    var log = try WitnessedLog(5)
    for (size, old) in [(5, 0), (5, 5), (9, 5), (300, 9), (300, 300)] {
      log.append(size - log.leaves.count)
      let answer = await stand.answer(try log.request(from: old))
      #expect(answer.status == 200, "\(size) from \(old): \(answer.body)")
      var signed = try log.checkpoint()
      let line = try #require(answer.body.split(separator: "\n").first)
      try signed.add(
        #require(NoteSignature(line: String(line))), of: stand.key.verifier)
      let cosigned = try signed.verify(with: log.key.verifier, witnesses: [stand.key.verifier])
      #expect(cosigned.map(\.time) == [1_800_000_000])
    }
    #expect(stand.news.alarms.isEmpty)
    let none = try Stand()
    #expect(await none.answer(try WitnessedLog(0).request()).status == 200, "an empty log")
    #expect(await none.answer(try WitnessedLog(3).request()).status == 200)
  }

  @Test("and says by a number why it does not")
  func refuses() async throws {
    let stand = try Stand()
    let log = try WitnessedLog(20)
    #expect(await stand.answer(try log.request(10)).status == 200)
    let stale = await stand.answer(try log.request(20, from: 7))
    #expect(stale.status == 409 && stale.body == "10\n" && stale.mediaType == "text/x.tlog.size")
    #expect(await stand.answer(try log.request(7)).status == 409, "it never goes back")
    #expect(await stand.answer(try log.request(7, from: 10)).status == 400)
    let proven = try log.request(20, from: 10)
    for proof in [[], Array(proven.proof.dropLast()), proven.proof + [.emptyRoot]] {
      let bad = WitnessRequest(oldSize: 10, proof: proof, checkpoint: proven.checkpoint)
      #expect(await stand.answer(bad).status == 422)
    }
    let again = try log.request(10, from: 10)
    #expect(
      await stand.answer(
        WitnessRequest(oldSize: 10, proof: proven.proof, checkpoint: again.checkpoint)
      ).status == 422, "nothing is to be proven")
    let first = try Stand()
    #expect(
      await first.answer(
        WitnessRequest(oldSize: 0, proof: proven.proof, checkpoint: proven.checkpoint)
      ).status == 422)

    let other = try SigningKey(name: WitnessedLog.origin)
    let foreign = try proven.checkpoint.checkpoint.signed(by: other)
    #expect(
      await stand.answer(WitnessRequest(oldSize: 10, proof: proven.proof, checkpoint: foreign))
        .status == 403)
    let elsewhere = try Checkpoint(
      origin: "b.example/log", size: 20, root: proven.checkpoint.checkpoint.root
    ).signed(by: SigningKey(name: "b.example/log"))
    #expect(
      await stand.answer(WitnessRequest(oldSize: 0, proof: [], checkpoint: elsewhere)).status == 404
    )
    #expect(await stand.desk.answer([]).status == 400)
    #expect(await stand.answer(proven).status == 200, "nothing of that left a trace")
  }

  @Test("A log that signs two histories is told of, whichever way it comes with the second")
  func forks() async throws {
    let memory = VolatileWitnessMemory()
    let stand = try Stand(memory)
    var log = try WitnessedLog(6)
    var forked = log
    log.append(4)
    forked.append(14, "other")
    #expect(await stand.answer(try log.request()).status == 200)
    for old in [6, 10] {
      let same = await stand.answer(try forked.request(10, from: old))
      #expect(same.status == 409 && same.body == "10\n")
    }
    #expect(
      stand.news.alarms.allSatisfy { $0 == .fork(origin: WitnessedLog.origin, size: 10) })
    #expect(memory.forks.count == 2)
    let later = await stand.answer(try forked.request(20, from: 10))
    #expect(later.status == 422 && stand.news.alarms.count == 3)
    #expect(memory.unproven == [try forked.checkpoint(20)])
    // What was cosigned, sent again with a wrong proof, contradicts nothing.
    let same = try log.request(10, from: 10)
    let odd = WitnessRequest(
      oldSize: 10, proof: try forked.request(20, from: 10).proof, checkpoint: same.checkpoint)
    #expect(await stand.answer(odd).status == 422 && memory.unproven.count == 1)
    #expect(try memory.last(of: WitnessedLog.origin) == log.checkpoint())
  }

  @Test("Of two at once the second is judged by what the first left behind")
  func concurrent() async throws {
    let stand = try Stand()
    var log = try WitnessedLog(4)
    var forked = log
    log.append(60)
    forked.append(60, "other")
    #expect(await stand.answer(try log.request(4)).status == 200)
    for size in stride(from: 8, through: 64, by: 4) {
      let old = size - 4
      let (one, other) = (
        try log.request(size, from: old), try forked.request(size, from: old)
      )
      let answers = await withTaskGroup(of: Int.self) { group in
        for request in [one, other, one, other] {
          group.addTask { await stand.answer(request).status }
        }
        return await group.reduce(into: []) { $0.append($1) }
      }
      // Whichever was the first of all, and of its two one.
      #expect(answers.filter { $0 == 200 }.count == 1, "\(answers)")
    }
    let last = try #require(try stand.memory.last(of: WitnessedLog.origin))
    #expect(try last == log.checkpoint() || last == forked.checkpoint())
  }

  /// A memory whose disk fails, or whose process dies behind a write.
  private final class FailingMemory: WitnessMemory {
    struct Failure: Error {}
    let kept = VolatileWitnessMemory()
    let isKept: Bool
    init(keeping isKept: Bool) { self.isKept = isKept }
    func last(of origin: String) -> SignedCheckpoint? { kept.last(of: origin) }
    func keep(_ checkpoint: SignedCheckpoint) throws {
      if isKept { kept.keep(checkpoint) }
      throw Failure()
    }
    func keep(fork: SignedCheckpoint) {}
    func keep(unproven: SignedCheckpoint) {}
  }

  @Test("Nothing is cosigned that is not remembered, and what is remembered binds")
  func crashes() async throws {
    for isKept in [false, true] {
      let memory = FailingMemory(keeping: isKept)
      let stand = try Stand(memory)
      var log = try WitnessedLog(3)
      var forked = log
      log.append(2)
      forked.append(2, "other")
      let answer = await stand.answer(try log.request())
      #expect(answer.status == 500 && !answer.body.contains("—"))
      // The next process has what is on the disk.
      let next = try Stand(memory.kept)
      let other = await next.answer(try forked.request())
      #expect(other.status == (isKept ? 409 : 200))
      if isKept { #expect(await next.answer(try log.request(from: 5)).status == 200) }
    }
  }
}
