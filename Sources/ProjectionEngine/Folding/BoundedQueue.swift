internal import Dispatch
internal import Synchronization

/// A queue of a few places between threads: whoever is too far ahead waits.
package final class BoundedQueue<Element: Sendable>: Sendable {
  private let elements = Mutex<[Element]>([])
  private let free = DispatchSemaphore(value: 0)
  private let filled = DispatchSemaphore(value: 0)

  /// An empty queue.
  /// - Parameter places: how many elements wait in it at most.
  package init(places: Int) {
    // Not given to the initialiser: a semaphore may not be let go of below the value it began with.
    for _ in 0..<places { free.signal() }
  }

  /// Hands an element over, as soon as there is a place for it.
  package func put(_ element: Element) {
    free.wait()
    elements.withLock { $0.append(element) }
    filled.signal()
  }

  /// Takes the first element, as soon as there is one.
  package func take() -> Element {
    filled.wait()
    let element = elements.withLock { $0.removeFirst() }
    free.signal()
    return element
  }
}
