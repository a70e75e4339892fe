internal import Projections

/// What is stored of a state: all of it, or its head and the parts that changed.
struct StateWrite {
  /// The state or its head.
  let bytes: [UInt8]
  /// The parts that are other than they are stored: all of a state that was folded from zero.
  let parts: [StatePart]
  /// The parts that may be stored and are no more.
  let goneParts: [PartName]
  /// Whether the state is stored in parts.
  let isInParts: Bool

  init(_ state: any FoldState) {
    if var parted = state as? any PartedState, parted.isLong {
      parted.moveIntoParts()
      bytes = parted.encodedHead()
      parts = parted.changedParts
      goneParts = parted.goneParts
      isInParts = true
    } else {
      bytes = state.encoded()
      parts = []
      goneParts = []
      isInParts = false
    }
  }
}
