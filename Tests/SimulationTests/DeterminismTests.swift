import InteractionModel
import Simulation
import Testing

@Suite("The same seed gives the same events")
struct DeterminismTests {
  @Test("The first 1,000 events of seed 1 are the ones they always were")
  func pinned() {
    // A change of this number is a change of every workload made with a seed: say so in the notes.
    #expect(
      checksum(Run(seed: 1, SimulationOptions(events: 1_000)).events) == 0x3CF2_FABA_56F4_AF6F)
  }

  @Test("So are those with an incident, and with late, doubled and overtaken deliveries")
  func pinnedDisorder() {
    var options = SimulationOptions(events: 3_000)
    options.breachNotices = 100
    options.duplicateDeliveries = 20
    options.outOfOrder = 20
    options.lateDeliveries = 20
    let run = Run(seed: 2, options)
    #expect(run.tally.breachNotices > 0 && run.tally.lateDeliveries > 0)
    #expect(checksum(run.events) == 0x11FE_9168_C322_DCC2)
  }

  @Test("Two runs of a seed agree byte for byte, another seed does not")
  func repeats() {
    let options = SimulationOptions(events: 3_000)
    let first = checksum(Run(seed: 7, options).events)
    #expect(first == checksum(Run(seed: 7, options).events))
    #expect(first != checksum(Run(seed: 8, options).events))
  }

  @Test("Copies of a simulator go on alike and on their own")
  func copies() {
    var one = Simulator(seed: 3, options: SimulationOptions(events: 500))
    for _ in 0..<100 { _ = one.next() }
    let other = one
    #expect(checksum(one) == checksum(other))
  }

  @Test("Asking for disorder changes deliveries, not events")
  func disorderChangesNoEvent() {
    var options = SimulationOptions(events: 3_000)
    let orderly = Run(options)
    options.duplicateDeliveries = 50
    options.outOfOrder = 50
    let disorderly = Run(options)
    #expect(Set(orderly.events) == Set(disorderly.events))
    #expect(orderly.tally.eventsByType == disorderly.tally.eventsByType)
  }
}
