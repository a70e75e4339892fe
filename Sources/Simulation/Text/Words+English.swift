/// Word lists by the letter of their slot, the most usual word first.
///
/// A list with line breaks has an entry a line; in the others spaces separate entries and `_`
/// stands for a space.
enum Words {
  static let english: [(letter: Unicode.Scalar, text: String)] = [
    ("A", adjectives), ("B", businesses), ("D", documents), ("F", feelings), ("H", hesitations),
    ("J", jobs), ("K", kinds), ("L", places), ("N", neighborhoods), ("O", things),
    ("R", relatives), ("V", happenings), ("W", whens), ("X", extras), ("Y", actions),
    ("Z", deskExtras),
  ]

  private static let adjectives = """
    big old broken wet loud dark new dirty small heavy loose rusty empty blue gray cracked blocked \
    leaking wooden yellow crooked muddy frozen noisy narrow shallow steep hidden worn flooded \
    unlocked rotten slippery overgrown smashed burnt abandoned illegal temporary dented bent \
    faded crumbling swollen clogged uneven exposed unsafe stinking greasy silver striped plastic \
    concrete metal brick upside-down waist-high half-open bright orange purple green brownish \
    sunken jagged splintered wobbly dripping foaming humming blinking buzzing unlit unmarked \
    misplaced duplicated unsigned illegible outdated expired torn stamped notarized handwritten \
    laminated oversized curbside downhill northbound rear shared historic vacant private public \
    municipal seasonal emergency makeshift reflective tangled frayed corroded mossy scorched \
    peeling lopsided stained mildewed sagging squeaking rattling shattered barricaded fenced \
    weedy thorny icy slushy sandy gravelly paved unpaved cobbled tarred whitewashed graffitied
    """

  private static let businesses = """
    %y_Hardware %y_Bakery Cafe_%y %y_Auto_Repair %y_Dental %y_Market the_%y_laundromat %y_Florist \
    %y_Pharmacy %y_and_Sons %y_Realty %y_Plumbing %y_Electric the_%y_diner %y_Books %y_Roofing \
    %y_Barbershop %y_Insurance %y_Daycare %y_Fish_Market %y_Nursery %y_Boatyard %y_Tailors \
    %y_Veterinary_Clinic %y_Brewing %y_Print_Shop %y_Locksmiths %y_Orthodontics %y_Upholstery \
    %y_Masonry %y_Cycles %y_Tire_Center %y_Accounting %y_Law_Office %y_Opticians %y_Storage
    """

  private static let documents = """
    form letter bill receipt lease notice application permit statement photo invoice license \
    registration contract certificate pay_stub bank_statement tax_return survey site_plan \
    affidavit deed passport title utility_bill referral voucher prescription report_card \
    inspection_report appraisal estimate warranty transcript court_order power_of_attorney \
    birth_certificate insurance_card citation summons petition waiver blueprint elevation_drawing \
    floor_plan plot_plan escrow_letter eviction_notice award_letter benefits_card ledger memo \
    worksheet questionnaire brochure checklist declaration subpoena timetable questionnaire
    """

  private static let feelings = """
    worried frustrated angry tired confused relieved upset grateful nervous annoyed desperate \
    disappointed hopeful anxious exhausted furious puzzled embarrassed impatient sorry stressed \
    overwhelmed skeptical astonished uneasy alarmed bewildered appalled heartbroken cheerful
    """

  private static let hesitations = """
    Yes, Well, So, Okay, Um, Right, Uh, Actually, Sure, Look, Hmm, Honestly, See, Basically, \
    Anyway, Listen, Truthfully, Oh,
    """

  private static let jobs = """
    supervisor inspector clerk caseworker technician manager driver officer crew_leader engineer \
    plumber nurse teacher contractor electrician examiner surveyor adjuster social_worker \
    interpreter paralegal custodian dispatcher meter_reader arborist planner assessor auditor \
    cashier receptionist librarian ombudsman registrar sanitarian hydrologist notary mediator \
    crossing_guard lineman foreman apprentice mason glazier landscaper roofer mechanic chaplain
    """

  private static let kinds = """
    truck car van bus bicycle motorcycle tractor trailer pickup sedan scooter boat minivan \
    hatchback camper forklift wheelchair stroller ambulance excavator bulldozer steamroller kayak \
    tow_truck delivery_van school_bus fire_engine golf_cart moped dump_truck street_sweeper
    """

  private static let places = """
    next to the bus stop
    in front of the school
    behind the library
    at the corner
    across from the pharmacy
    near the playground
    by the bridge
    on the left side
    under the overpass
    beside the mailbox
    at the entrance of the park
    near the fire station
    opposite the church
    in the alley behind the bakery
    by the loading dock
    at the top of the hill
    next to the hydrant
    near the railroad crossing
    in the parking lot of %B
    on the sidewalk outside %B
    beside the duck pond
    at the foot of the stairs
    along the seawall
    by the ferry landing
    on the corner of %o
    between %o and %s
    at the bend of %o
    near the roundabout on %o
    in the courtyard
    behind the gymnasium
    by the community garden
    next to the lighthouse
    at the skate park
    near the old cannery
    below the water tower
    beside the tennis courts
    at the back gate of the cemetery
    along the towpath
    under the pedestrian bridge
    outside the courthouse
    by the boat ramp
    beside the farmers market
    at the trailhead
    near the recycling depot
    in the stairwell
    on the third floor landing
    at the culvert
    beside the retaining wall
    near the quarry entrance
    by the drinking fountain
    """

  private static let neighborhoods = """
    Harborside Old_Mill Eastgate Northfield Riverbend Cannery_Flats Beacon_Hill Saltmarsh \
    Fairhaven Westbrook Quarry_Heights Lower_Wharf Tidewater Orchard_Park Foundry_Row Alder_Grove \
    Breakwater Juniper_Ridge Granite_Point Millpond Ropewalk Cedar_Crest Southpoint Lantern_Hill \
    Heron_Landing Kingfisher_Cove Driftwood Summit_View Ferry_Street_District Pilgrim_Heights
    """

  private static let things = """
    tree pipe door window sign light fence bag box gate drain branch hose pole wire roof wall step \
    bench curb bin hydrant meter manhole_cover guardrail mailbox driveway gutter ladder lamp \
    shed pump valve tank puddle culvert mattress couch refrigerator shopping_cart tire battery \
    paint_can trash_bag dumpster railing awning chimney gravel_pile traffic_cone barrier banner \
    billboard planter hedge stump root vine nest raccoon skunk goose rat wasp_nest stray_dog cat \
    pigeon deer crow squirrel opossum bedbug cockroach mosquito catch_basin storm_drain sump \
    sewer_lid faucet boiler furnace thermostat radiator breaker_box conduit cable antenna \
    satellite_dish transformer streetlamp crosswalk_button stop_sign speed_bump bollard parking_meter \
    kiosk turnstile elevator escalator handrail ramp staircase porch balcony deck patio garage \
    carport basement attic crawlspace foundation beam joist shingle gable skylight shutter \
    windowsill doorbell padlock hinge latch keypad intercom bucket tarp scaffold crane backhoe \
    generator compressor jackhammer chainsaw leaf_blower lawnmower sprinkler irrigation_line well \
    septic_tank rain_barrel compost_heap woodpile fire_pit grill propane_tank smoke_detector \
    carbon_monoxide_alarm extinguisher sandbag snowbank icicle salt_bin plow_blade pothole_patch \
    asphalt_seam cobblestone paver tile brickwork mortar plaster drywall insulation mold asbestos \
    lead_paint sawdust oil_slick needle syringe broken_bottle fireworks crate pallet spool barrel \
    canoe dinghy buoy piling dock_plank mooring_line jetty gangway rowboat crab_trap fishing_net \
    swing_set slide seesaw sandbox basketball_hoop goalpost scoreboard bleacher drinking_fountain \
    picnic_table flagpole statue plaque gazebo trellis birdbath sundial weathervane headstone
    """

  private static let relatives = """
    husband wife mother daughter son neighbor father sister brother landlord grandmother tenant \
    friend roommate aunt uncle cousin partner grandfather niece nephew mother-in-law boss \
    stepson caregiver godmother colleague ex-husband fiancé babysitter foster_son guardian
    """

  private static let happenings = """
    fell tripped slipped complained got_hurt nearly_crashed called_the_police took_a_video \
    sprained_an_ankle scraped_the_bumper lost_a_hubcap was_splashed was_bitten had_to_turn_around \
    missed_the_bus was_towed cut_a_hand got_soaked went_to_the_emergency_room lost_a_day_of_work \
    burst_a_tire waited_for_hours had_an_asthma_attack could_not_sleep
    """

  private static let whens = """
    yesterday
    last night
    since %d
    this morning
    for two weeks
    on %j
    since the storm
    about a month ago
    at %t
    ever since %j
    every evening
    after the rain
    since we moved in
    three times this year
    in the middle of the night
    on and off since %j
    right after lunch
    during rush hour
    since the snow melted
    the day before yesterday
    before the holidays
    at dawn
    for the past %q days
    since the road was repaved
    around %t on %d
    from one day to the next
    twice since %d
    """

  /// What somebody has done about it.
  private static let actions = """
    called the office
    filled in the form online
    sent the %D by mail
    dropped off the %D at the counter
    talked to a %J
    waited on hold for %m minutes
    took pictures of the %O
    paid at the kiosk
    emailed a %D
    asked the %J at %B
    tried the app
    wrote to the council member
    went to the office in %N
    left a voicemail on %d
    uploaded the %D twice
    spoke with %w
    put the %D in the drop box
    faxed the %D
    read the whole %D
    looked it up at the library
    checked with the bank
    moved the %O myself
    """

  /// One more thing that people tell when it is about papers and money.
  private static let deskExtras = """
    My %R already %Y.
    I %Y and nobody got back to me.
    The %J said that the %D was enough.
    I have the %D and the %D here in front of me.
    I work at %B and cannot call during the day.
    My %R does not speak much English.
    The reference on the %D is %r, on the other one %r.
    Nobody told me that I needed the %D.
    I found this number on the %D.
    The %D says %j, the website says %j.
    Please do not send the %D to the old address in %N.
    I have written this down three times now.
    I was told %W that it would be decided by %d.
    We are %F and just want to know what happens next.
    The last %D came with somebody else's name on it, %y.
    The bank at %o charged me $%x because of it.
    A %J at %B helped me with the %D.
    I would rather come in person, if that helps, on %d after %t.
    My %R pays the other half, $%x a month.
    I am %F, this is the third %D.
    The appointment on %j was cancelled without a word.
    Our %R, %w, can sign the %D as well.
    I moved from %o to %s %W.
    The copy of the %D is hard to read, sorry.
    My %R lost the %D when the %A %O leaked.
    I got a call from a %J in %N about it.
    """

  /// One more thing that people tell when it is about a place.
  private static let extras = """
    My %R already %Y.
    I %Y and nobody got back to me.
    There is also a %A %O %L.
    It started %W.
    My %R %V because of it.
    The %J said that somebody would come on %d.
    I am quite %F about it, to be honest.
    We live in %N, %L.
    I have the %D here in front of me.
    Last year it was a %A %O, now it is this.
    I work at %B and cannot call during the day.
    I can be reached after %t.
    A %K %V there on %d.
    My %R does not speak much English.
    The reference on the %D is %r.
    The neighbors in %N have the same %O.
    Nobody told me that I needed the %D.
    I found this number on the %D.
    The %D says %j, the website says %j.
    I was told %W that it would be fixed.
    A %A %O has been lying %L for %q days.
    The people at %B say the same.
    Please do not send the %D to the old address.
    My %R uses a wheelchair and cannot get past the %O.
    We are %F and just want to know what happens next.
    The %J from the city was very kind, by the way.
    Somebody from %B parked a %A %K %L.
    I have written this down three times now.
    It happened around %t, %L.
    I would rather come in person, if that helps.
    The %O is %A and the %O beside it is %A too.
    There is a %A %K without plates %L.
    I %Y, I %Y, and still nothing.
    Could a %J look at the %O as well?
    Please call %p and not my %R.
    The last %D came with somebody else's name on it, %y.
    My %R, %w, will be at home on %d.
    You can see it from %o.
    It smells like a %A %O %L.
    I am %F because my %R %V %W.
    """
}
