/// Numbers that a seed determines (SplitMix64), so that a run asks what another run asked.
struct SeededGenerator: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) {
    state = seed
  }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var word = state
    word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
    word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
    return word ^ (word >> 31)
  }
}

/// Some of many elements, each kept with the same chance, without holding the others.
struct Sample<Element> {
  let limit: Int
  private(set) var elements: [Element] = []
  private var offered = 0

  init(limit: Int) {
    self.limit = limit
  }

  /// Takes an element or lets it go.
  mutating func offer(_ element: Element, by generator: inout SeededGenerator) {
    offered += 1
    if elements.count < limit {
      elements.append(element)
    } else {
      let place = Int.random(in: 0..<offered, using: &generator)
      if place < limit { elements[place] = element }
    }
  }
}
