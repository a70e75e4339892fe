internal import InteractionModel

/// What the vault has for a key id.
enum KeyState: Sendable {
  case held(DataKey)
  case destroyed
  case missing
  case damaged
  case masterChanged
}

/// What is known of the keys of a ``PartBatch``, in their order.
struct KeyStates: Sendable {
  private(set) var states: [KeyState]
  /// The ids as they stand in records.
  private(set) var names: [String]
  private let keys: [PartBatch.KeyName]

  /// Nothing is known yet, so each is missing and has no name.
  init(_ keys: [PartBatch.KeyName]) {
    states = Array(repeating: .missing, count: keys.count)
    names = Array(repeating: "", count: keys.count)
    self.keys = keys
  }

  mutating func set(_ state: KeyState, at place: Int) {
    states[place] = state
    // A key knows its id: most keys are held, and need no text of their own.
    if case .held(let key) = state { names[place] = key.id }
  }

  /// The ids of the keys that are missing so far; names them.
  mutating func unknown() -> [String] {
    var unknown: [String] = []
    for place in keys.indices where names[place].isEmpty {
      names[place] = keys[place].text
      unknown.append(names[place])
    }
    return unknown
  }

  /// What the log says is destroyed is so from then on, also before its key is gone.
  mutating func markDestroyed(_ destroyed: some Collection<String>) {
    guard !destroyed.isEmpty else { return }
    let destroyed = Set(destroyed)
    for place in names.indices where destroyed.contains(names[place]) { states[place] = .destroyed }
  }
}
