import EventLog
import Synchronization
import Testing

@testable import ProjectionEngine

@Suite("What threads of a build hand to each other")
struct BoundedQueueTests {
  @Test("Everything arrives, in order, and nobody is further ahead than there are places")
  func order() throws {
    let queue = BoundedQueue<Int?>(places: 2)
    let taken = Atomic(0)
    let farthest = Atomic(0)
    let giving = BackgroundWork {
      for number in 1...500 {
        queue.put(number)
        farthest.max(number - taken.load(ordering: .sequentiallyConsistent), ordering: .relaxed)
      }
      queue.put(nil)
    }
    var numbers: [Int] = []
    while let number = queue.take() {
      numbers.append(number)
      taken.store(number, ordering: .sequentiallyConsistent)
    }
    try giving.value()
    #expect(numbers == Array(1...500))
    // Two that wait, and one that was taken and is not noted yet.
    #expect(farthest.load(ordering: .relaxed) <= 3)
  }

  @Test("What is left in a queue is let go of with it")
  func left() {
    weak var left: Held?
    do {
      let queue = BoundedQueue<Held>(places: 3)
      let held = Held()
      left = held
      queue.put(held)
      queue.put(Held())
    }
    #expect(left == nil)
  }
}

private final class Held: Sendable {}
