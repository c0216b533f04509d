"""The same numbers by plain SQL on the facts (直接统计): what a program without leaves would run for each page."""

from datetime import date
from uuid import UUID

from django.db import connection

PARTS = """
    FROM services_participation p JOIN services_contact c ON c.id = p.contact_id
    WHERE c.voided_at IS NULL AND c.service_on BETWEEN %(first)s AND %(last)s"""
HELPED_ON = "CASE WHEN c.kind = 'referral' THEN c.concluded_on ELSE c.service_on END"
PRESENT = """coalesce(c.headcount,
    (SELECT count(*) FROM services_participation p WHERE p.contact_id = c.id AND p.served))"""
HELD = """FROM services_contact c WHERE c.voided_at IS NULL AND c.outcome = 'seen'
    AND c.service_on BETWEEN %(first)s AND %(last)s"""
QUERIES = {
    "VISIT_FILE_PT": f"""SELECT c.county_id, count(*) {PARTS}
        AND (c.kind = 'home_visit' AND p.served OR p.file_action = 'new') GROUP BY c.county_id""",
    "HOME_VISIT_PT": f"""SELECT c.county_id, count(*) {PARTS}
        AND c.kind = 'home_visit' AND p.served AND p.seen GROUP BY c.county_id""",
    "HOME_VISIT_HH": f"""SELECT c.county_id, count(DISTINCT c.id) {PARTS}
        AND c.kind = 'home_visit' AND p.served AND p.seen GROUP BY c.county_id""",
    "SERVED_N": f"""SELECT c.county_id, count(DISTINCT p.person_id) {PARTS} AND p.served GROUP BY c.county_id""",
    "ASSIST_PT": f"""SELECT c.county_id, count(*)
        FROM services_participation p JOIN services_contact c ON c.id = p.contact_id
        WHERE c.voided_at IS NULL AND c.outcome = 'seen' AND p.served AND {HELPED_ON} BETWEEN %(first)s AND %(last)s
        AND (c.kind IN ('case_session', 'paper_check', 'resource_delivery', 'counselling', 'crisis', 'referral')
            OR c.kind NOT IN ('activity', 'publicity') AND EXISTS (SELECT 1 FROM services_contactservice g
                WHERE g.contact_id = c.id AND g.code IN ('SA05', 'SA06', 'CC02', 'CC04', 'EC04', 'SF02')))
        AND EXISTS (SELECT 1 FROM clients_category k WHERE k.person_id = p.person_id AND k.since_on <= {HELPED_ON}
            AND (k.until_on IS NULL OR k.until_on >= {HELPED_ON}) AND k.state IN ('on_register', 'verified')
            AND k.code NOT IN ('PTJM', 'TYJR', 'HNLR')) GROUP BY c.county_id""",  # noqa: S608 (our own words)
    "SESSION": f"""SELECT c.county_id, count(*) {HELD} AND c.kind IN ('group_session', 'activity', 'publicity')
        AND {PRESENT} >= 1 GROUP BY c.county_id""",
    "BENEFIT_PT": f"SELECT c.county_id, sum({PRESENT}) {HELD} GROUP BY c.county_id",
    "FILE_NEW": """SELECT s.county_id, count(*) FROM clients_person p JOIN network_station s ON s.id = p.opened_at_id
        WHERE p.state = 'active' AND p.opened_on BETWEEN %(first)s AND %(last)s GROUP BY s.county_id""",
    "FILE_STOCK": """SELECT s.county_id, count(*) FROM clients_filespan f JOIN network_station s ON s.id = f.station_id
        JOIN clients_person p ON p.id = f.person_id WHERE p.state = 'active'
        AND f.from_on <= %(last)s AND (f.until_on IS NULL OR f.until_on >= %(last)s) GROUP BY s.county_id""",
    "STATION_ON": """SELECT s.county_id, count(*) FROM network_stationspan t
        JOIN network_station s ON s.id = t.station_id
        WHERE s.level = 'station' AND s.mode <> ''
        AND t.on_from <= %(last)s AND (t.to_on IS NULL OR t.to_on >= %(last)s) GROUP BY s.county_id""",
    "STAFF_ON": """SELECT s.county_id, count(*) FROM workforce_posting w JOIN network_station s ON s.id = w.station_id
        WHERE w.full_time AND s.level IN ('station', 'county_centre')
        AND w.from_on <= %(last)s AND (w.to_on IS NULL OR w.to_on >= %(last)s) GROUP BY s.county_id""",
}
EVERYWHERE = f"SELECT count(DISTINCT p.person_id) {PARTS} AND p.served"
Numbers = dict[tuple[str, str], int]


def numbers(codes: tuple[str, ...], first: date, last: date) -> Numbers:
    """Each measure of each county (by id, in hex) and of the province (by nothing)."""
    found: Numbers = {}
    with connection.cursor() as cursor:
        for code in codes:
            cursor.execute(QUERIES[code], {"first": first, "last": last})
            rows = cursor.fetchall()
            found |= {(code, hex_of(county)): number for county, number in rows}
            found[code, ""] = sum(number for _county, number in rows)
        if "SERVED_N" in codes:  # the same person in two counties is one of the province
            cursor.execute(EVERYWHERE, {"first": first, "last": last})
            found["SERVED_N", ""] = cursor.fetchone()[0]
    return found


def hex_of(county: str | UUID) -> str:
    """An id as SQLite keeps it."""
    return county.hex if isinstance(county, UUID) else county
