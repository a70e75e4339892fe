internal import InteractionModel

/// What a transcript makes of its records once it is in parts.
///
/// Everything that belongs to one thing is in one part: each takes what comes, finds the others by
/// name, and is put together again by itself.
extension Transcript {
  /// Puts what is in lists into parts.
  /// - Returns: what is shown of each thing.
  @discardableResult
  mutating func divide() -> [ThingReading] {
    isInParts = true
    for entry in entries { place(entry) }
    for amendment in amendments { place(amendment) }
    for use in uses { place(use) }
    (entries, amendments, uses) = ([], [], [])
    return settle()
  }

  /// Puts an entry where it belongs, and what was said about it before with it.
  mutating func place(_ entry: TranscriptEntry) {
    var entry = entry
    let own = PartName(entry.id)
    let key = entry.item.map { PartName(item: $0, of: entry.type) } ?? own
    let position = entry.moment.position
    var replies: [Thing.Reply] = []
    var said: [Amendment] = []
    parts.withThing(own) { thing in
      thing.place = position
      swap(&replies, &thing.replies)
      guard key != own else { return }
      thing.elsewhere = key
      swap(&said, &thing.amendments)
    }
    if let parent = entry.parent.flatMap({ EventID($0) }) {
      entry.parentPlace = parts.thing(PartName(parent)).place
      if entry.parentPlace == nil {
        parts.withThing(PartName(parent)) { $0.replies.append(.init(id: entry.id, key: key)) }
      }
    }
    parts.withThing(key) { thing in
      thing.entries.append(entry)
      for amendment in said { thing.insert(amendment) }
    }
    for reply in replies {
      parts.withThing(reply.key) { thing in
        for index in thing.entries.indices where thing.entries[index].id == reply.id {
          thing.entries[index].parentPlace = position
        }
      }
    }
  }

  /// Puts an amendment to what it is about, or where that will look for it.
  mutating func place(_ amendment: Amendment) {
    let key =
      if let target = amendment.target {
        EventID(target).map { PartName($0) } ?? PartName(unknown: target)
      } else {
        // Those that name nothing stay apart from each other.
        PartName(apart: amendment.moment.position)
      }
    let kept = parts.thing(key).elsewhere ?? key
    parts.withThing(kept) { $0.insert(amendment) }
  }

  /// Puts a use to the others of its response.
  mutating func place(_ use: ResponseUse) {
    parts.withResponse(use.response) { $0.said.append(use) }
  }

  /// Notes a leg that the head has no room for.
  mutating func placeLeg(_ id: String) {
    let key = PartName(leg: id)
    guard parts[key] == nil else { return }
    parts[key] = .leg
    legCount += 1
  }

  /// Counts anew what changed, and tells the responses what messages carry them now.
  /// - Returns: what is shown of each thing that changed.
  @discardableResult
  mutating func settle() -> [ThingReading] {
    var readings: [ThingReading] = []
    var responses: [PartName: TranscriptPart?] = [:]
    for (key, before) in parts.takeTouched() {
      guard case .thing(let thing)? = parts.current(key) else {
        responses[key] = before
        continue
      }
      var uses: [ResponseUse] = []
      if case .thing(let former)? = before {
        let old = ThingReading(former, words)
        counts -= old.counts
        uses = old.uses
      }
      let new = ThingReading(thing, words)
      counts += new.counts
      carry(uses, new.uses)
      readings.append(new)
    }
    // Those that messages were told to, as they were before that.
    responses.merge(parts.takeTouched().map { ($0.key, $0.value) }) { first, _ in first }
    for (key, before) in responses {
      if case .response(let group)? = before { useCount -= Int64(group.uses.count) }
      if case .response(let group)? = parts.current(key) { useCount += Int64(group.uses.count) }
    }
    return readings
  }

  private mutating func carry(_ old: [ResponseUse], _ new: [ResponseUse]) {
    guard old != new else { return }
    for use in old { parts.withResponse(use.response) { $0.remove(use) } }
    for use in new { parts.withResponse(use.response) { $0.insert(use) } }
  }
}

extension Transcript: PartedState {
  var isLong: Bool {
    isInParts || entries.count + amendments.count + uses.count > length
      || legs.count >= Transcript.listed
  }

  mutating func moveIntoParts() {
    if !isInParts, isLong { divide() }
  }

  var isComplete: Bool { parts.isComplete }

  var changedParts: [StatePart] {
    parts.changed.sorted().compactMap { key in
      parts.current(key).map { StatePart(name: key, bytes: StateWriter.bytes(of: $0)) }
    }
  }

  var goneParts: [PartName] {
    parts.changed.sorted().filter { parts.current($0) == nil }
  }

  mutating func noteStored() { parts.noteStored() }

  var missingParts: [PartName] { parts.missing.sorted() }

  mutating func supply(_ parts: [StatePart], for names: [PartName]) throws {
    var found: [PartName: TranscriptPart] = [:]
    for part in parts {
      let value: TranscriptPart = try StateReader.value(of: part.bytes)
      guard value.isSpelled(by: words) else { throw StateDecodingError(offset: 0) }
      found[part.name] = value
    }
    self.parts.supply(found, for: names)
  }

  mutating func complete() { parts.isComplete = true }
}
