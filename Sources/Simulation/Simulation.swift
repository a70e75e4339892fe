public import InteractionModel

/// A deterministic generator of journeys through the contact centre of an invented city.
///
/// The same seed, start and options give the same events, byte for byte, on every machine: the
/// module has a generator of its own, computes with integers only, and depends on no hash order,
/// clock, locale or time zone database.
///
/// - ``Simulator`` yields events interleaved over all journeys in flight, in bounded memory.
/// - ``SimulationOptions`` says how many and what is planted among them, ``SimulationTally`` counts
///   what was, so that a projection can be held against it.
/// - `City`: departments, hours, queues, agents, services, residents, local time.
/// - `Journey`: a journey is a script of stages over several conversations of one case.
/// - `Text`: what people write, from small grammars in English and Spanish.
///
/// Imports InteractionModel only. To add a journey, add a script to `Script`; to add something that
/// happens in journeys, add a case to `Stage` and a method that performs it.
public enum Simulation {
  /// What events of the simulation name as their source.
  public static let source = "simulator"

  /// Monday, 2 March 2026, midnight in the city: a start when none is asked for.
  ///
  /// The switch to daylight saving time follows six days later.
  public static let defaultStart = Instant(microseconds: 1_772_427_600_000_000)
}
