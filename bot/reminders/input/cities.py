"""Where people live: cities and states that are no names of time zones themselves."""

CITIES = {
    "Europe/Berlin": "Munich, München, Hamburg, Cologne, Köln, Frankfurt, Stuttgart, Düsseldorf, "
    "Leipzig, Dresden, Hanover, Hannover, Nuremberg, Nürnberg, Bremen, Dortmund, Essen, Bonn, "
    "Freiburg, Heidelberg, Karlsruhe, Mannheim, Münster, Kiel, CEST, Central European Time",
    "Europe/Vienna": "Wien, Graz, Linz, Salzburg, Innsbruck",
    "Europe/Zurich": "Zürich, Geneva, Genève, Basel, Bern, Lausanne, Lucerne",
    "Europe/Paris": "Lyon, Marseille, Toulouse, Bordeaux, Lille, Strasbourg, Nantes, Montpellier, "
    "Rennes, Grenoble",
    "Europe/Madrid": "Barcelona, Seville, Sevilla, Malaga, Bilbao, Zaragoza, Alicante, Murcia, "
    "Palma, Mallorca, Ibiza, Valencia (Spain), Granada (Spain), Cordoba (Spain)",
    "Atlantic/Canary": "Canary Islands, Tenerife, Las Palmas, Gran Canaria, Lanzarote",
    "Europe/Lisbon": "Lisboa, Porto, Braga, Faro, Coimbra",
    "Atlantic/Azores": "Ponta Delgada",
    "Europe/Rome": "Roma, Milan, Milano, Naples, Napoli, Turin, Torino, Florence, Firenze, Venice, "
    "Venezia, Bologna, Palermo, Genoa, Verona, Sicily, Sardinia",
    "Europe/London": "England, Scotland, Wales, Manchester, Liverpool, Leeds, Glasgow, Edinburgh, "
    "Bristol, Cardiff, Sheffield, Nottingham, Leicester, Oxford, Brighton, Belfast, "
    "Southampton, Aberdeen, Birmingham (England), Cambridge (England), Newcastle (England), "
    "Northern Ireland, BST",
    "Europe/Dublin": "Cork, Galway, Limerick, IST (Ireland)",
    "Europe/Amsterdam": "Rotterdam, The Hague, Den Haag, Utrecht, Eindhoven, Groningen",
    "Europe/Brussels": "Antwerp, Ghent, Bruges, Liege, Bruxelles, Brussel",
    "Europe/Copenhagen": "Aarhus, Odense, Aalborg, København",
    "Europe/Stockholm": "Gothenburg, Göteborg, Malmö, Uppsala",
    "Europe/Oslo": "Bergen, Trondheim, Stavanger, Tromsø",
    "Europe/Helsinki": "Tampere, Turku, Espoo, Oulu",
    "Europe/Warsaw": "Krakow, Cracow, Gdansk, Wroclaw, Poznan, Lodz, Katowice, Warszawa",
    "Europe/Prague": "Brno, Ostrava, Praha",
    "Europe/Athens": "Thessaloniki, Patras, Crete, Heraklion",
    "Europe/Bucharest": "Cluj, Cluj Napoca, Timisoara, Iasi, Brasov",
    "Europe/Sofia": "Plovdiv, Varna",
    "Europe/Zagreb": "Split, Dubrovnik, Rijeka",
    "Europe/Istanbul": "Ankara, Izmir, Antalya, Bursa, Adana",
    "Europe/Kyiv": "Kiev, Lviv, Odesa, Odessa, Kharkiv, Dnipro",
    "Europe/Moscow": "St Petersburg, Sochi, Kazan, Nizhny Novgorod, Rostov",
    "Asia/Yekaterinburg": "Chelyabinsk, Ufa, Perm",
    "Asia/Dubai": "Abu Dhabi, Sharjah, UAE, Emirates",
    "Asia/Riyadh": "Jeddah, Mecca, Medina, Dammam",
    "Asia/Qatar": "Doha",
    "Asia/Jerusalem": "Tel Aviv, Haifa, IST (Israel)",
    "Asia/Baghdad": "Basra, Erbil, Mosul",
    "Asia/Tehran": "Mashhad, Isfahan, Shiraz, Tabriz",
    "Asia/Kolkata": "Mumbai, Bombay, Delhi, New Delhi, Bangalore, Bengaluru, Hyderabad, Chennai, "
    "Madras, Pune, Ahmedabad, Jaipur, Lucknow, Kochi, Goa, Surat, IST (India)",
    "Asia/Karachi": "Lahore, Islamabad, Rawalpindi, Faisalabad, Peshawar",
    "Asia/Dhaka": "Chittagong, Chattogram",
    "Asia/Kathmandu": "Pokhara",
    "Asia/Shanghai": "Beijing, Peking, Guangzhou, Shenzhen, Chengdu, Wuhan, Tianjin, Hangzhou, "
    "Nanjing, Xian, Suzhou, Qingdao",
    "Asia/Tokyo": "Osaka, Kyoto, Nagoya, Sapporo, Fukuoka, Kobe, Yokohama, Hiroshima, Okinawa",
    "Asia/Seoul": "Busan, Incheon, Daegu",
    "Asia/Taipei": "Kaohsiung, Taichung",
    "Asia/Ho_Chi_Minh": "Saigon, Hanoi, Da Nang, HCMC",
    "Asia/Bangkok": "Chiang Mai, Phuket, Pattaya",
    "Asia/Jakarta": "Bandung, Surabaya, Yogyakarta, Medan",
    "Asia/Makassar": "Bali, Denpasar, Lombok, Ubud",
    "Asia/Manila": "Quezon City, Cebu, Davao",
    "Asia/Kuala_Lumpur": "Penang, Johor Bahru, KL",
    "Asia/Colombo": "Kandy",
    "Asia/Yangon": "Mandalay",
    "Asia/Almaty": "Astana",
    "Africa/Cairo": "Alexandria, Giza",
    "Africa/Casablanca": "Rabat, Marrakesh, Marrakech, Fes, Tangier",
    "Africa/Lagos": "Abuja, Kano, Ibadan, Port Harcourt",
    "Africa/Accra": "Kumasi",
    "Africa/Nairobi": "Mombasa",
    "Africa/Dar_es_Salaam": "Dodoma, Zanzibar, Arusha",
    "Africa/Johannesburg": "Cape Town, Durban, Pretoria, Port Elizabeth, Bloemfontein",
    "America/New_York": "NYC, Brooklyn, Manhattan, Boston, Philadelphia, Miami, Atlanta, Orlando, "
    "Tampa, Charlotte, Pittsburgh, Baltimore, Cleveland, Cincinnati, Columbus, Buffalo, Raleigh, "
    "Jacksonville, Newark, DC, Washington DC, Washington (DC), Portland (Maine), "
    "Cambridge (Massachusetts), Eastern Time, EST, EDT, ET, New York State, New Jersey, "
    "Massachusetts, Connecticut, Rhode Island, Vermont, New Hampshire, Maine, Pennsylvania, "
    "Delaware, Maryland, Virginia, West Virginia, North Carolina, South Carolina, Ohio, "
    "Florida, Richmond, Georgia (United States)",
    "America/Detroit": "Michigan, Ann Arbor, Grand Rapids",
    "America/Chicago": "Houston, Dallas, Austin, San Antonio, Fort Worth, New Orleans, "
    "Minneapolis, Milwaukee, St Louis, Kansas City, Memphis, Nashville, Oklahoma City, Omaha, "
    "Des Moines, Birmingham (Alabama), Central Time, CST, CDT, Texas, Illinois, Wisconsin, "
    "Minnesota, Iowa, Missouri, Arkansas, Louisiana, Mississippi, Alabama, Oklahoma, Kansas, "
    "Nebraska, Tennessee, North Dakota, South Dakota",
    "America/Indiana/Indianapolis": "Indiana, Fort Wayne",
    "America/Kentucky/Louisville": "Kentucky, Lexington",
    "America/Denver": "Salt Lake City, Albuquerque, Colorado Springs, Santa Fe, El Paso, "
    "Mountain Time, MST, MDT, Colorado, Utah, New Mexico, Wyoming, Montana, Boulder",
    "America/Boise": "Idaho",
    "America/Phoenix": "Tucson, Arizona, Scottsdale, Mesa",
    "America/Los_Angeles": "LA, San Francisco, SF, San Diego, Seattle, Las Vegas, Sacramento, "
    "Oakland, Reno, Portland (Oregon), San Jose (California), Washington (the state), "
    "Washington State, Santa Cruz (California), Pacific Time, PST, PDT, PT, California, Oregon, "
    "Nevada, Silicon Valley, Berkeley",
    "America/Anchorage": "Alaska, Fairbanks",
    "Pacific/Honolulu": "Hawaii, Maui, Waikiki",
    "America/Toronto": "Montreal, Ottawa, Quebec, Quebec City, Mississauga, Ontario, "
    "Hamilton (Canada)",
    "America/Edmonton": "Calgary, Alberta",
    "America/Vancouver": "Victoria (British Columbia), British Columbia, Kelowna",
    "America/Winnipeg": "Manitoba",
    "America/Regina": "Saskatoon, Saskatchewan",
    "America/Halifax": "Nova Scotia",
    "America/St_Johns": "Newfoundland",
    "America/Mexico_City": "Guadalajara, Puebla, CDMX, Leon, Queretaro, Oaxaca",
    "America/Sao_Paulo": "Rio, Rio de Janeiro, Brasilia, Belo Horizonte, Curitiba, Porto Alegre, "
    "Florianopolis, Campinas",
    "America/Bahia": "Salvador",
    "America/Bogota": "Medellin, Cali, Cartagena, Barranquilla",
    "America/Lima": "Cusco, Arequipa",
    "America/Guayaquil": "Quito, Cuenca",
    "America/Caracas": "Maracaibo, Valencia (Venezuela)",
    "America/La_Paz": "Cochabamba, Santa Cruz (Bolivia)",
    "America/Argentina/Buenos_Aires": "Rosario, La Plata, Mar del Plata",
    "America/Santiago": "Valparaiso, Concepcion",
    "America/Puerto_Rico": "San Juan (Puerto Rico)",
    "America/Costa_Rica": "San Jose (Costa Rica)",
    "America/Managua": "Granada (Nicaragua)",
    "America/Guyana": "Georgetown (Guyana)",
    "Atlantic/Bermuda": "Hamilton (Bermuda)",
    "Indian/Mahe": "Victoria (Seychelles)",
    "Australia/Sydney": "Canberra, Wollongong, New South Wales, NSW, AEST, AEDT, "
    "Newcastle (Australia)",
    "Australia/Melbourne": "Victoria (Australia), Geelong",
    "Australia/Brisbane": "Gold Coast, Queensland, Cairns, Townsville",
    "Australia/Perth": "Western Australia, Fremantle",
    "Australia/Adelaide": "South Australia",
    "Australia/Hobart": "Tasmania",
    "Australia/Darwin": "Northern Territory, Alice Springs",
    "Pacific/Auckland": "Wellington, Christchurch, Dunedin, Queenstown, Hamilton (New Zealand)",
    "UTC": "UTC, GMT, Zulu, Universal Time",
}
"""Zone -> names. The same name in several zones has what tells it apart in brackets."""

_POPULOUS = """
    Asia/Shanghai Asia/Kolkata Africa/Lagos Asia/Karachi America/Sao_Paulo Asia/Dhaka Asia/Jakarta
    America/New_York Asia/Tokyo Asia/Manila Africa/Cairo America/Mexico_City Africa/Addis_Ababa
    America/Chicago Asia/Ho_Chi_Minh Europe/Moscow Asia/Tehran Europe/Istanbul Europe/Berlin
    Asia/Bangkok Europe/Paris Europe/London Africa/Johannesburg Africa/Dar_es_Salaam Europe/Rome
    Africa/Nairobi America/Bogota Asia/Seoul Europe/Madrid Africa/Khartoum
    America/Argentina/Buenos_Aires America/Los_Angeles Africa/Algiers Asia/Baghdad Asia/Yangon
    Europe/Warsaw Asia/Kabul Africa/Casablanca Asia/Riyadh Europe/Kyiv Asia/Tashkent
    Asia/Kuala_Lumpur America/Lima Africa/Accra Asia/Kathmandu America/Caracas Africa/Abidjan
    Asia/Taipei Australia/Sydney Asia/Colombo America/Toronto America/Denver Europe/Bucharest
    America/Santiago Asia/Dubai Asia/Almaty Asia/Yekaterinburg America/Guayaquil Europe/Amsterdam
    America/Guatemala Africa/Harare Asia/Novosibirsk Asia/Makassar Europe/Lisbon Europe/Athens
    America/Havana America/Santo_Domingo Asia/Baku Asia/Jerusalem America/Phoenix Asia/Hong_Kong
    Asia/Beirut America/Asuncion Asia/Singapore Asia/Krasnoyarsk Australia/Brisbane
    Pacific/Auckland Asia/Vladivostok America/Manaus Asia/Omsk Europe/Samara Australia/Perth
    Pacific/Port_Moresby Africa/Windhoek Asia/Yakutsk Australia/Adelaide America/Edmonton
    America/Vancouver America/Halifax Asia/Irkutsk Asia/Tbilisi Asia/Yerevan Europe/Chisinau
    Pacific/Honolulu Pacific/Fiji Asia/Magadan Pacific/Guadalcanal America/St_Johns
    America/Anchorage Asia/Kamchatka Indian/Maldives Australia/Darwin Pacific/Noumea
    Atlantic/Cape_Verde Atlantic/Azores Pacific/Tongatapu Pacific/Apia Pacific/Tarawa
    Pacific/Tahiti America/Nuuk America/Noronha Pacific/Kiritimati Pacific/Pago_Pago
    Pacific/Marquesas Pacific/Gambier Australia/Lord_Howe Pacific/Chatham Australia/Eucla
    Pacific/Norfolk
"""
POPULOUS = tuple(_POPULOUS.split())
"""Zones in which many people live, roughly the most first; at least one for every offset."""
