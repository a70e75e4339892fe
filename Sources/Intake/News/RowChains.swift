internal import InteractionModel

/// What the log has of the rows of exports.
///
/// What a row says under one name makes a chain of ids in the log: the first, and one more each time
/// that the row said something else.
struct RowChains {
  /// What was said under one name.
  struct Chain {
    /// How often something else was said.
    let length: Int
    /// When it was said first.
    let began: Instant?
    /// What was said last, compared with what the row says now.
    let last: EarlierEvent
  }

  let minter: any IDMinter
  let log: any EarlierEvents

  /// What was said under a name of a row; nil when nothing was.
  func chain(_ said: SaidEvent, _ row: SaidRow) throws -> Chain? {
    guard let first = try log.earlier(said.event) else { return nil }
    var length = 1
    var step = 1
    while try log.has(id(said.name, length + step, row)) {
      length += step
      step *= 2
    }
    while step > 1 {
      step /= 2
      if try log.has(id(said.name, length + step, row)) { length += step }
    }
    guard length > 1 else { return Chain(length: 1, began: first.occurred, last: first) }
    let last = try log.earlier(event(said, length, row)) ?? first
    return Chain(length: length, began: first.occurred, last: last)
  }

  /// What is said under a name for the so-manyth time.
  func event(_ said: SaidEvent, _ number: Int, _ row: SaidRow) -> NewEvent {
    var event =
      number > 1 && said.isTouch ? said.reworded(number - 1, written: row.written) : said.event
    event.id = id(said.name, number, row)
    // What opens a case once more is no touch.
    if number > 1, event.type == .caseOpened { event.channel = nil }
    return event
  }

  /// The id of what was said last under the name of an event.
  func lastID(_ said: SaidEvent, _ chain: Chain, _ row: SaidRow) -> EventID {
    chain.length == 1 ? said.event.id : id(said.name, chain.length, row)
  }

  /// The id of what is said under a name for the so-manyth time.
  func id(_ name: String, _ number: Int, _ row: SaidRow) -> EventID {
    minter.eventID(
      source: row.source, externalID: row.id, externalVersion: number == 1 ? "" : "\(number)",
      name: name)
  }
}
