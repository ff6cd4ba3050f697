"""보고서: pages and workbooks that read several domains, and the incentive list for HR."""
