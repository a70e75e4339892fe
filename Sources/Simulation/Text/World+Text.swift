internal import InteractionModel

/// Whose words they are and what they are about.
struct Speaker: Sendable {
  let person: Person
  let language: Language
  let caseID: String?
  /// When the journey began, in milliseconds: the days that people name are near it.
  let started: Int64
  /// The number of the agent who writes; nil when somebody else does.
  var agent: Int?
  /// The journey's own chance: what it decides about a matter is the same each time it is told.
  var chance: UInt64 = 0
}

/// Puts texts together in a buffer that is used again and again.
///
/// Lower-case slots are filled from the person, the case and chance: `a` address, `b` license
/// plate, `c` case, `d` day of the week, `e` e-mail, `f` size of the household, `g` given name,
/// `h` house number, `j` date, `k` account, `m` minutes, `n` name, `o` some street, `p` telephone,
/// `q` a small number, `r` reference, `s` the person's street, `t` time of day, `u` apartment,
/// `w` given name of somebody who works there, `x` an amount, `y` a family name, `z` ZIP code.
/// Upper-case slots are the lists of ``Lexicon``, whose entries may have slots themselves.
extension World {
  /// Begins a text.
  mutating func beginText() { scratch.removeAll(keepingCapacity: true) }

  /// Adds one of some phrases.
  mutating func write(_ wording: Wording, as speaker: Speaker) {
    writePhrase(wording.any(&random), as: speaker)
  }

  /// Adds what is always told alike in a journey: the same one of some phrases, filled alike.
  mutating func writeMatter(_ wording: Wording, as speaker: Speaker) {
    writeAlike(Int(wording.first) + Int(speaker.chance % UInt64(wording.count)), as: speaker)
  }

  /// Adds one of some phrases, filled with what the journey is about: the same days and numbers.
  mutating func writeAbout(_ wording: Wording, as speaker: Speaker) {
    writeAlike(wording.any(&random), as: speaker)
  }

  private mutating func writeAlike(_ phrase: Int, as speaker: Speaker) {
    let saved = random
    random = RandomSource(seed: speaker.chance)
    writePhrase(phrase, as: speaker)
    random = saved
  }

  /// Adds a space.
  mutating func writeSpace() { scratch.append(0x20) }

  /// Adds words as they are.
  mutating func put(_ text: String) { scratch.append(contentsOf: text.utf8) }

  /// The text that was begun.
  mutating func endText(misspelled: Bool = false) -> String {
    if misspelled { misspell() }
    return String(decoding: scratch, as: UTF8.self)
  }

  private mutating func writePhrase(_ number: Int, as speaker: Speaker) {
    let end = Int(lexicon.book.starts[number + 1])
    var place = Int(lexicon.book.starts[number])
    while place < end {
      let piece = lexicon.book.pieces[place]
      if piece.length > 0 {
        let start = Int(piece.start)
        scratch.append(contentsOf: lexicon.book.bytes[start..<(start + Int(piece.length))])
      }
      if piece.slot != 0 { fill(piece.slot, speaker) }
      place += 1
    }
  }

  /// Drops, doubles or swaps letters, as people do.
  private mutating func misspell() {
    let count = scratch.count
    guard count > 20 else { return }
    let letters = UInt8(ascii: "a")...UInt8(ascii: "z")
    for _ in 0...(count / 120) {
      let place = 2 + random.below(scratch.count - 4)
      guard letters.contains(scratch[place]), letters.contains(scratch[place - 1]),
        letters.contains(scratch[place + 1])
      else { continue }
      switch random.below(4) {
      case 0: scratch.remove(at: place)
      case 1: scratch.insert(scratch[place], at: place)
      case 2: scratch.swapAt(place, place + 1)
      default: scratch[place] = UInt8(ascii: "a") + UInt8(random.below(26))
      }
    }
  }

  private mutating func fill(_ slot: UInt8, _ speaker: Speaker) {
    if slot < UInt8(ascii: "a") {
      let list = lexicon.list(slot, speaker.language)
      let start = scratch.count
      writePhrase(list.frequent(&random), as: speaker)
      return speaker.language == .english ? fitArticle(at: start) : ()
    }
    let person = speaker.person
    let isEnglish = speaker.language == .english
    switch slot {
    case UInt8(ascii: "a"):
      putNumber(person.house)
      writeSpace()
      put(person.streetName)
    case UInt8(ascii: "b"): put(person.plate)
    case UInt8(ascii: "c"): put(speaker.caseID ?? (isEnglish ? "my request" : "mi solicitud"))
    case UInt8(ascii: "d"):
      put(isEnglish ? random.pick(World.weekdays) : random.pick(World.weekdaysSpanish))
    case UInt8(ascii: "e"): put(person.email)
    case UInt8(ascii: "f"): put(person.householdSize)
    case UInt8(ascii: "g"): put(person.givenName)
    case UInt8(ascii: "h"): putNumber(1 + random.below(900))
    case UInt8(ascii: "j"):
      // Some weeks before or after the journey began.
      let date = CivilTime.date(
        days: Int(speaker.started / 86_400_000) + random.within(-30...40))
      if isEnglish {
        put(World.months[date.month - 1])
        writeSpace()
        putNumber(date.day)
      } else {
        putNumber(date.day)
        put(" de ")
        put(World.monthsSpanish[date.month - 1])
      }
    case UInt8(ascii: "k"): put(person.account)
    case UInt8(ascii: "m"): putNumber(5 * (1 + random.below(11)))
    case UInt8(ascii: "n"):
      put(person.givenName)
      writeSpace()
      put(person.familyName)
    case UInt8(ascii: "o"): put(random.pick(Names.streets))
    case UInt8(ascii: "p"): put(person.phone)
    case UInt8(ascii: "q"): putNumber(2 + random.below(random.below(11) + 1))
    case UInt8(ascii: "r"):
      put("R")
      putNumber(100_000 + random.below(900_000))
    case UInt8(ascii: "s"): put(person.streetName)
    case UInt8(ascii: "t"): putTime(isEnglish)
    case UInt8(ascii: "u"):
      putNumber(1 + random.below(12))
      scratch.append(UInt8(ascii: "A") + UInt8(random.below(6)))
    case UInt8(ascii: "w"):
      // Who speaks Spanish has the same name in both languages.
      if let agent = speaker.agent {
        let names = Names.given(roster.agents[agent].speaksSpanish ? .spanish : .english)
        put(names[agent * 7 % names.count])
      } else {
        put(random.pick(Names.given(speaker.language)))
      }
    case UInt8(ascii: "x"):
      putNumber(20 + random.below(480))
      scratch.append(UInt8(ascii: "."))
      putPair(random.below(100))
    case UInt8(ascii: "y"): put(random.pick(Names.family(speaker.language)))
    case UInt8(ascii: "z"):
      put("044")
      putPair(person.house % 40)
    default: break
    }
  }

  /// Makes “a” before a word “an” where the word begins with a vowel.
  private mutating func fitArticle(at start: Int) {
    guard start > 1, start < scratch.count, scratch[start - 1] == 0x20,
      scratch[start - 2] | 0x20 == UInt8(ascii: "a"), start == 2 || scratch[start - 3] == 0x20
    else { return }
    switch scratch[start] {
    case UInt8(ascii: "a"), UInt8(ascii: "e"), UInt8(ascii: "i"), UInt8(ascii: "o"):
      scratch.insert(UInt8(ascii: "n"), at: start - 1)
    default: break
    }
  }

  private mutating func putTime(_ isEnglish: Bool) {
    let hour = 7 + random.below(12)
    putNumber(isEnglish && hour > 12 ? hour - 12 : hour)
    scratch.append(UInt8(ascii: ":"))
    putPair(5 * random.below(12))
    if isEnglish { put(hour < 12 ? " am" : " pm") }
  }

  private mutating func putPair(_ number: Int) {
    scratch.append(UInt8(ascii: "0") + UInt8(number / 10))
    scratch.append(UInt8(ascii: "0") + UInt8(number % 10))
  }

  private mutating func putNumber(_ number: Int) {
    var divisor = 1
    while number / divisor >= 10 { divisor *= 10 }
    while divisor > 0 {
      scratch.append(UInt8(ascii: "0") + UInt8(number / divisor % 10))
      divisor /= 10
    }
  }

  private static let weekdays = [
    "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday",
  ]
  private static let weekdaysSpanish = [
    "lunes", "martes", "miércoles", "jueves", "viernes", "sábado",
  ]
  private static let months = [
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
  ]
  private static let monthsSpanish = [
    "enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre",
    "octubre", "noviembre", "diciembre",
  ]
}
