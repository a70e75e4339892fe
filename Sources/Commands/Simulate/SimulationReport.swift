internal import InteractionModel
internal import Simulation

/// Says what was simulated: every thing that was planted, with its rate and how often it came.
struct SimulationReport {
  /// Where the events went.
  enum Target {
    case file(String, events: Int)
    case store(new: Int, known: Int)
  }

  let seed: UInt64
  let options: SimulationOptions
  let output: OutputOptions

  func show(_ tally: SimulationTally, _ target: Target) {
    if output.json { return Terminal.show(json(tally, target)) }
    switch target {
    case .file(_, let events):
      print("Wrote \(events) events of \(tally.journeys) journeys, seed \(seed).")
    case .store(let new, let known):
      print(
        """
        Appended \(new) events of \(tally.journeys) journeys, seed \(seed); \
        \(known) were there already.
        """)
    }
    guard !output.quiet else { return }
    var table = TextTable("Planted", "How often", "Asked for", "Came to")
    var group = ""
    for thing in tally.planted(options) {
      if thing.group != group {
        group = thing.group
        table.add("", "", "", "")
        table.add(group.uppercased(), "", "", "", style: .cyan, at: 0)
      }
      table.add(
        "  \(thing.summary)", String(thing.count), thing.rate.map { "\($0) ‰" } ?? "",
        thing.share)
    }
    for (channel, count) in tally.conversationsByChannel {
      if group != "channels" {
        group = "channels"
        table.add("", "", "", "")
        table.add("CONVERSATIONS BY CHANNEL", "", "", "", style: .cyan, at: 0)
      }
      table.add("  \(channel.rawValue)", String(count), "", "")
    }
    table.show()
  }

  private func json(_ tally: SimulationTally, _ target: Target) -> JSONObject {
    var object = tally.json
    object["seed"] = .string(String(seed))
    object["rates"] = .object(
      JSONObject(
        tally.planted(options).compactMap { thing in
          thing.rate.map { (thing.name, .int(Int64($0))) }
        }))
    if case .store(let new, let known) = target {
      object["new"] = .int(Int64(new))
      object["known"] = .int(Int64(known))
    }
    return object
  }
}

extension PlantedThing {
  /// The count per mille of the opportunities, as text; empty when those are not counted.
  fileprivate var share: String {
    guard let opportunities, opportunities > 0 else { return "" }
    return "\((count * 1000 + opportunities / 2) / opportunities) ‰ of \(opportunities)"
  }
}
