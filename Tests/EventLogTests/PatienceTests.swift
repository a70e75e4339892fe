import InteractionModel
import Testing

@testable import EventLog

@Suite("A log that asks for a moment is given it")
struct PatienceTests {
  /// Appends that are refused some times before they succeed.
  private func append(
    refusals: Int, _ refusal: AppendError
  ) async throws(AppendError) -> (asked: [Int], waited: [Int]) {
    var asked: [Int] = []
    var waited: [Int] = []
    try await Patience.appending { count throws(AppendError) in
      asked.append(count)
      if count < refusals { throw refusal }
    } pause: {
      waited.append($0)
    }
    return (asked, waited)
  }

  @Test(
    "It is asked again, a little later each time, for what passes",
    arguments: [
      AppendError.overloaded, .erasureUnderWay,
      .keyDestroyed(id: .random(), key: "k", by: Position(1)),
    ])
  func passes(refusal: AppendError) async throws {
    let (asked, waited) = try await append(refusals: 3, refusal)
    #expect(asked == [0, 1, 2, 3] && waited == [1, 2, 3])
  }

  @Test("It is not asked for ever")
  func ends() async {
    await #expect(throws: AppendError.self) { try await append(refusals: 51, .overloaded) }
    await #expect(throws: Never.self) { try await append(refusals: 50, .overloaded) }
  }

  @Test(
    "What does not pass is thrown at once",
    arguments: [
      AppendError.outcomeUnknown(), .idRepeated(id: .random()),
      .storage(StorageFault(code: .full, reason: "full for the test")),
    ])
  func stays(refusal: AppendError) async {
    await #expect(throws: AppendError.self) { try await append(refusals: 1, refusal) }
  }

  @Test("Who is cancelled is told so at once")
  func cancelled() async {
    let asked = await Task {
      withUnsafeCurrentTask { $0?.cancel() }
      var asked = 0
      try? await Patience.appending { _ throws(AppendError) in
        asked += 1
        throw .overloaded
      }
      return asked
    }.value
    #expect(asked == 1)
  }
}
