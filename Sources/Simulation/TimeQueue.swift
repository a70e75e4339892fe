/// What is due when, soonest first; equal times in the order in which they were put in.
///
/// A binary heap: inserting and taking cost O(log n), looking at the first O(1).
struct TimeQueue<Payload: Sendable>: Sendable {
  struct Entry: Sendable {
    var time: Int64
    var order: Int64
    var payload: Payload

    func precedes(_ other: Entry) -> Bool {
      time != other.time ? time < other.time : order < other.order
    }
  }

  private var heap: [Entry] = []
  private var inserted: Int64 = 0

  /// The soonest entry.
  var first: Entry? { heap.first }

  var count: Int { heap.count }

  mutating func insert(_ payload: Payload, at time: Int64) {
    inserted += 1
    heap.append(Entry(time: time, order: inserted, payload: payload))
    var child = heap.count - 1
    while child > 0 {
      let parent = (child - 1) / 2
      guard heap[child].precedes(heap[parent]) else { break }
      heap.swapAt(child, parent)
      child = parent
    }
  }

  /// Puts the soonest entry off until a later time: cheaper than taking it out and in again.
  mutating func postponeFirst(until time: Int64) {
    inserted += 1
    heap[0].time = time
    heap[0].order = inserted
    sink()
  }

  mutating func removeFirst() -> Entry? {
    guard let last = heap.popLast() else { return nil }
    guard let first = heap.first else { return last }
    heap[0] = last
    sink()
    return first
  }

  private mutating func sink() {
    var parent = 0
    while true {
      var child = parent * 2 + 1
      guard child < heap.count else { return }
      if child + 1 < heap.count, heap[child + 1].precedes(heap[child]) { child += 1 }
      guard heap[child].precedes(heap[parent]) else { return }
      heap.swapAt(child, parent)
      parent = child
    }
  }
}
