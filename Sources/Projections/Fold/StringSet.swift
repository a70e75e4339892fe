internal import InteractionModel

/// A small set of strings, sorted by their bytes.
///
/// Two strings are one when their bytes are (`String` itself also takes canonically equivalent
/// spellings for equal). A string is looked for in O(log n); a new one moves those behind it, which
/// for the handful of channels, conversations and parties of a case beats hashing.
package struct StringSet: Sendable, Hashable {
  /// The elements in byte order.
  package private(set) var elements: [String]

  /// An empty set.
  package init() {
    elements = []
  }

  /// The set of some strings.
  package init(_ strings: some Sequence<String>) {
    elements = []
    for string in strings { insert(string) }
  }

  /// The first element in byte order.
  package var first: String? { elements.first }

  /// Inserts a string; nil is nothing.
  package mutating func insert(_ string: String?) {
    guard let string else { return }
    let place = elements.place { StringSet.compare($0, string) < 0 }
    if place < elements.count, StringSet.compare(elements[place], string) == 0 { return }
    elements.insert(string, at: place)
  }

  /// Inserts the elements of another set.
  package mutating func formUnion(_ other: StringSet) {
    for element in other.elements { insert(element) }
  }

  /// Whether a string is an element.
  package func contains(_ string: String) -> Bool {
    let place = elements.place { StringSet.compare($0, string) < 0 }
    return place < elements.count && StringSet.compare(elements[place], string) == 0
  }

  /// Whether the two sets have an element in common.
  package func intersects(_ other: StringSet) -> Bool {
    elements.contains { own in other.elements.contains { StringSet.compare(own, $0) == 0 } }
  }

  /// Below, at or above zero as the bytes of `left` stand before, at or behind those of `right`.
  private static func compare(_ left: String, _ right: String) -> Int {
    let fast = left.utf8.withContiguousStorageIfAvailable { first in
      right.utf8.withContiguousStorageIfAvailable { second in
        for place in 0..<min(first.count, second.count) where first[place] != second[place] {
          return Int(first[place]) - Int(second[place])
        }
        return first.count - second.count
      }
    }
    if let order = fast ?? nil { return order }
    if left.utf8.elementsEqual(right.utf8) { return 0 }
    return left.utf8.lexicographicallyPrecedes(right.utf8) ? -1 : 1
  }
}

extension Array {
  /// Where the element of a key is in an array that is sorted by it; one is made when there is none.
  mutating func place<Key: Comparable>(
    of key: Key, by keyed: (Element) -> Key, _ make: (Key) -> Element
  ) -> Int {
    let place = place { keyed($0) < key }
    if place == count || keyed(self[place]) != key { insert(make(key), at: place) }
    return place
  }

  /// A moment at its place among those of the elements, which are sorted by them; see
  /// ``Moment/settled(after:)``.
  func settled(_ new: Moment, by moment: (Element) -> Moment) -> Moment {
    guard new.isDay else { return new }
    let last = last { new < new.settled(after: moment($0)) }
    return new.settled(after: last.map(moment))
  }

  /// Inserts an element behind all that are not later.
  mutating func insert(_ element: Element, by moment: (Element) -> Moment) {
    insert(element, at: lastIndex { moment($0) < moment(element) }.map { $0 + 1 } ?? 0)
  }

  /// How many elements come before a place, in O(log n).
  /// - Parameter isBefore: true of the first elements and false of all others.
  /// - Returns: the index of the first element that does not come before it.
  func place(_ isBefore: (Element) -> Bool) -> Int {
    var (low, high) = (0, count)
    while low < high {
      let middle = low + (high - low) / 2
      if isBefore(self[middle]) { low = middle + 1 } else { high = middle }
    }
    return low
  }
}

extension StringSet: FoldCodable {
  /// The sorted elements in JSON, as rows show them.
  var json: JSONValue { elements.json }

  /// Writes the sorted elements.
  package func encode(into state: inout StateWriter) { state.write(elements) }

  /// Reads the elements, which must be sorted.
  package init(from state: inout StateReader) throws(StateDecodingError) {
    elements = try state.read()
    for place in elements.indices.dropFirst()
    where StringSet.compare(elements[place - 1], elements[place]) >= 0 {
      throw state.damage
    }
  }
}
